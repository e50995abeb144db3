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
  /// - Throws: `CSV.SyntaxError` where the file is there but is not such a table.
  public init?(besideModel modelPath: String) throws(CSV.SyntaxError) {
    let path = URL(fileURLWithPath: modelPath).deletingLastPathComponent()
      .appendingPathComponent(Self.fileName)
    guard let data = try? Data(contentsOf: path) else { return nil }
    func damage(_ line: Int, _ reason: String) -> CSV.SyntaxError {
      CSV.SyntaxError(line: line, reason: "\(path.relativePath): \(reason)")
    }
    let records: [CSV.Record]
    do { records = try CSV.records([UInt8](data)) } catch {
      throw damage(error.line, error.reason)
    }
    guard records.first?.fields == Self.header else {
      throw damage(1, "does not begin with \(Self.header.joined(separator: ","))")
    }
    var parts: [PatternFingerprint: DatasetPart] = [:]
    for record in records.dropFirst() {
      guard record.fields.count == Self.header.count,
        let part = DatasetPart(rawValue: record.fields[3]),
        let fingerprint = PatternFingerprint(record.fields[4])
      else {
        throw CSV.SyntaxError(line: record.line, reason: "\(path.relativePath): no pattern of a split")
      }
      parts[fingerprint] = part
    }
    self.parts = parts
  }
}
