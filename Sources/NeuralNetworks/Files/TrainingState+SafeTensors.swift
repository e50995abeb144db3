import Foundation

extension TrainingState {
  /// The part of a state that is stored as JSON in the metadata.
  private struct Record: Codable {
    var epoch: Int
    var optimizerSteps: Int
    var bestEpoch: Int
    var bestLoss: Float?
    var history: [EpochRecord]
  }

  /// The value of `format` in the metadata of a checkpoint.
  static let formatName = "ednet-checkpoint"

  private enum Name {
    static let format = TrainingState.formatName
    static let (state, parameters, average, best) = ("state", "parameters", "average", "best")
    static func moment(_ number: Int) -> String { "moments.\(number)" }
  }

  /// The content of a checkpoint file.
  ///
  /// - Parameter metadata: further entries, without `format` and `state`.
  /// - Returns: content that `init(_:file:)` reads.
  public func safeTensors(metadata: [String: String] = [:]) -> SafeTensors {
    let record = Record(
      epoch: epoch,
      optimizerSteps: optimizer.steps,
      bestEpoch: bestEpoch,
      bestLoss: bestLoss,
      history: history
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let json = try? encoder.encode(record) else { preconditionFailure("the losses of a training are finite") }
    var entries = metadata
    entries["format"] = Name.format
    entries[Name.state] = String(decoding: json, as: UTF8.self)
    var vectors = [(Name.parameters, parameters), (Name.best, best)]
    if let average { vectors.append((Name.average, average)) }
    vectors += optimizer.moments.enumerated().map { (Name.moment($0), $1) }
    return SafeTensors(tensors: vectors.map { .init(name: $0, shape: [$1.count], values: $1) }, metadata: entries)
  }

  /// Reads the content of a file.
  ///
  /// - Parameters:
  ///   - content: the content of the file.
  ///   - file: the name of the file in errors.
  /// - Throws: `ModelFileError` if the content is not a checkpoint.
  public init(_ content: SafeTensors, file: String) throws(ModelFileError) {
    guard content.metadata["format"] == Name.format, let json = content.metadata[Name.state] else {
      throw ModelFileError(file: file, reason: "is not a checkpoint of a training")
    }
    let record: Record
    do { record = try JSONDecoder().decode(Record.self, from: Data(json.utf8)) } catch let error as DecodingError {
      throw ModelFileError(file: file, reason: "its state cannot be read: \(error.sentence)")
    } catch { throw ModelFileError(file: file, reason: "its state cannot be used: \(error)") }
    let vectors = Dictionary(content.tensors.map { ($0.name, $0.values) }) { first, _ in first }
    guard let parameters = vectors[Name.parameters], let best = vectors[Name.best] else {
      throw ModelFileError(file: file, reason: "the parameters are missing")
    }
    var moments: [[Float]] = []
    while let moment = vectors[Name.moment(moments.count)] { moments.append(moment) }
    self.init(
      epoch: record.epoch,
      parameters: parameters,
      average: vectors[Name.average],
      optimizer: OptimizerState(steps: record.optimizerSteps, moments: moments),
      best: best,
      bestEpoch: record.bestEpoch,
      bestLoss: record.bestLoss,
      history: record.history
    )
  }
}
