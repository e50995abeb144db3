import Files
import Foundation
import Pipelines
import SymmetryClassification

/// A summary of a run, from the files in its folder.
struct RunRecord: Encodable {
  /// The folder, relative to the searched one.
  let name: String
  /// The number of finished epochs.
  let epochs: Int
  /// The epoch with the lowest validation loss, and that loss.
  let bestEpoch: Int?
  let loss: Double?
  /// The accuracy of the evaluation, over patterns and over specimens.
  let accuracy: Double?
  let specimenAccuracy: Double?
  /// The duration of the training in seconds.
  let seconds: Double
  /// The time at which its model was written.
  let date: String?
  /// The options as text.
  let options: [String: String]

  /// All runs in a folder and two levels below it, by name.
  static func all(in folder: String) -> [RunRecord] {
    func search(_ path: String, _ name: String, depth: Int) -> [RunRecord] {
      let own = RunRecord(path, name: name.isEmpty ? "." : name).map { [$0] } ?? []
      guard depth > 0, own.isEmpty else { return own }
      return Folder.readableNames(path).filter { (path + "/" + $0).isFolder }.flatMap {
        search(path + "/" + $0, name.isEmpty ? $0 : name + "/" + $0, depth: depth - 1)
      }
    }
    return search(folder, "", depth: 2)
  }

  /// Reads a run; nil if the folder holds none.
  init?(_ path: String, name: String) {
    guard let bytes = FileManager.default.contents(atPath: path + "/history.csv"),
      let records = try? CSV.records(Array(bytes)), let heads = records.first?.fields, heads.contains("epoch")
    else { return nil }
    func column(_ head: String) -> [Double?] {
      guard let place = heads.firstIndex(of: head) else { return [] }
      return records.dropFirst().map { record in
        record.fields.indices.contains(place) ? Double(record.fields[place]) : nil
      }
    }
    self.name = name
    let losses = column("validation_loss")
    let best = losses.indices.filter { losses[$0] != nil }.min { (losses[$0] ?? 0) < (losses[$1] ?? 0) }
    epochs = losses.count
    loss = best.flatMap { losses[$0] }
    bestEpoch = best.flatMap { column("epoch")[$0] }.map { Int($0) }
    seconds = column("seconds").reduce(0) { $0 + ($1 ?? 0) }
    let evaluation = Self.object(path + "/evaluation.json")
    accuracy = evaluation["accuracy"] as? Double
    specimenAccuracy = (evaluation["perSpecimen"] as? [String: Any])?["accuracy"] as? Double
    let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/model.safetensors")
    date = (attributes?[.modificationDate] as? Date)?.formatted(.iso8601)
    let values: [String: OptionValue]? = try? JSONFile.read(path + "/" + RunFile.configuration)
    options = (values ?? [:]).mapValues(\.description)
  }

  private static func object(_ path: String) -> [String: Any] {
    FileManager.default.contents(atPath: path).flatMap { try? JSONSerialization.jsonObject(with: $0) as? [String: Any] }
      ?? [:]
  }
}
