import Files
import Foundation

/// The part of each pattern in a training: the file `split.csv` of a run.
public struct SplitTable: Sendable {
  /// The name of the file, beside the model.
  public static let fileName = "split.csv"

  /// The part of each pattern, by its fingerprint; training if the same image was in several.
  public let parts: [PatternFingerprint: DatasetPart]

  private static let header = ["file", "class", "specimen", "part", "fingerprint"]

  /// Returns the text of the file.
  ///
  /// - Parameters:
  ///   - scan: the patterns.
  ///   - split: their division.
  /// - Returns: CSV with a header.
  public static func text(_ scan: PatternScan<some Sendable>, split: DatasetSplit) -> String {
    var parts = [DatasetPart](repeating: .training, count: scan.entries.count)
    for index in split.validation { parts[index] = .validation }
    for index in split.test { parts[index] = .test }
    var text = CSV.line(header)
    for (index, entry) in scan.entries.enumerated() {
      text += CSV.line([
        entry.name, entry.className, entry.specimen ?? "", parts[index].rawValue, scan.fingerprints[index].description,
      ])
    }
    return text
  }

  /// Reads the file beside a model; nil if there is none.
  ///
  /// - Parameter modelPath: the path of the model file.
  /// - Throws: `SplitTableError` if the file exists but cannot be read or is not such a table.
  public init?(besideModel modelPath: String) throws(SplitTableError) {
    let path = "\(modelPath.parentFolder)/\(Self.fileName)"
    func damage(_ line: Int?, _ reason: String) -> SplitTableError {
      SplitTableError(file: path, line: line, reason: reason)
    }
    let bytes: [UInt8]
    do { bytes = try FileBytes.read(path) } catch {
      if error.cause == .system(code: ENOENT) { return nil }
      throw damage(nil, "could not \(error.action): \(error.reason)")
    }
    let records: [CSV.Record]
    do { records = try CSV.records(bytes) } catch { throw damage(error.line, error.reason) }
    guard records.first?.fields == Self.header else {
      throw damage(1, "the table does not begin with \(Self.header.joined(separator: ","))")
    }
    var parts: [PatternFingerprint: DatasetPart] = [:]
    for record in records.dropFirst() {
      guard record.fields.count == Self.header.count, let part = DatasetPart(rawValue: record.fields[3]),
        let fingerprint = PatternFingerprint(record.fields[4])
      else { throw damage(record.line, "no pattern of a split") }
      // Training takes precedence if the same image is in several parts.
      if parts[fingerprint] != .training { parts[fingerprint] = part }
    }
    self.parts = parts
  }
}

/// The error of a file that is not a table of a split.
public struct SplitTableError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The line of the error, from 1; nil if the error concerns the whole file.
  public let line: Int?
  /// The reason.
  public let reason: String

  /// The error and its remedy in one sentence.
  public var description: String {
    "\(file)\(line.map { ", line \($0)" } ?? ""): \(reason); repair the file, or remove it to go without"
  }
}
