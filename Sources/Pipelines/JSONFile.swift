import Files
import Foundation
import NeuralNetworks

/// JSON files that a person writes, in which comments are allowed.
package enum JSONFile {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - names: the words allowed in place of a file's name, for the error if there is no such file.
  /// - Returns: the value in the file.
  /// - Throws: `PipelineError`, which names the file and the position in it.
  package static func read<Value: Decodable>(_ path: String, orOneOf names: [String] = []) throws -> Value {
    guard FileManager.default.fileExists(atPath: path), !path.isFolder else {
      guard !names.isEmpty else { throw PipelineError("\(path): no such JSON file") }
      let known = names.joined(separator: ", ")
      throw PipelineError("\"\(path)\" is neither a JSON file nor one of \(known)\(names.suggestion(for: path))")
    }
    do {
      let decoder = JSONDecoder()
      decoder.allowsJSON5 = true
      return try decoder.decode(Value.self, from: Data(FileBytes.read(path, limit: 1 << 26)))
    } catch let error as DecodingError { throw PipelineError("\(path): \(error.sentence)") } catch let error
      as FileError
    { throw error } catch { throw PipelineError("\(path): \(error)") }
  }
}
