import Foundation

/// Which pattern was for what in a training: the file `split.csv` of a run.
public struct SplitTable: Sendable {
  /// The name of the file, beside the model.
  public static let fileName = "split.csv"

  /// The part of each pattern, by its fingerprint.
  public let parts: [PatternFingerprint: DatasetPart]

  private static let header = ["file", "class", "specimen", "part", "fingerprint"]

  /// Returns the text of the file.
  public static func text(
    _ entries: [PatternEntry],
    fingerprints: [PatternFingerprint],
    split: DatasetSplit
  ) -> String {
    var parts = [DatasetPart](repeating: .training, count: entries.count)
    for index in split.validation { parts[index] = .validation }
    for index in split.test { parts[index] = .test }
    var text = CSV.line(header)
    for index in entries.indices {
      let entry = entries[index]
      text += CSV.line([
        entry.path, entry.className, entry.specimen ?? "", parts[index].rawValue,
        fingerprints[index].description,
      ])
    }
    return text
  }

  /// Reads the file beside a model; nil where there is none.
  ///
  /// - Parameter modelPath: the path of the model file.
  /// - Throws: `SplitTableError` where the file is there but is not such a table.
  public init?(besideModel modelPath: String) throws(SplitTableError) {
    let path = URL(fileURLWithPath: modelPath).deletingLastPathComponent()
      .appendingPathComponent(Self.fileName)
    guard let data = try? Data(contentsOf: path) else { return nil }
    func damage(_ line: Int, _ reason: String) -> SplitTableError {
      SplitTableError(file: path.relativePath, line: line, reason: reason)
    }
    let records: [CSV.Record]
    do { records = try CSV.records([UInt8](data)) } catch {
      throw damage(error.line, error.reason)
    }
    guard records.first?.fields == Self.header else {
      throw damage(1, "the table does not begin with \(Self.header.joined(separator: ","))")
    }
    var parts: [PatternFingerprint: DatasetPart] = [:]
    for record in records.dropFirst() {
      guard record.fields.count == Self.header.count,
        let part = DatasetPart(rawValue: record.fields[3]),
        let fingerprint = PatternFingerprint(record.fields[4])
      else {
        throw damage(record.line, "no pattern of a split")
      }
      parts[fingerprint] = part
    }
    self.parts = parts
  }
}

/// Why a file is no table of a split.
public struct SplitTableError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The line at which something is wrong, from 1.
  public let line: Int
  /// What is wrong there.
  public let reason: String

  /// One sentence, with what to do.
  public var description: String {
    "\(file), line \(line): \(reason); repair the file, or remove it to go without"
  }
}
