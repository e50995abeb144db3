import ArgumentParser
import Foundation
import NeuralNetworks
import SampleSupport

/// The speed of training, of the networks and data of `Scripts/peer_speed.py`.
struct Speed: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time epochs over 2,048 sequences of 40 features and 20 to 79 steps, as Scripts/peer_speed.py does."
  )

  @Flag(help: "Long short-term memory instead of gated recurrent units.")
  var lstm = false

  @Option(help: "The units of each direction.")
  var units = 64

  @Option(help: "The recurrent layers.")
  var layers = 1

  @Option(help: "The epochs; the first is not counted.")
  var epochs = 6

  @Option(help: "The threads.")
  var threads = 1

  func validate() throws {
    guard units >= 1, layers >= 1, epochs >= 2, threads >= 1 else {
      throw ValidationError("--units, --layers and --threads must be at least 1, --epochs at least 2")
    }
  }

  func run() throws {
    let sequences = (0..<2048).map { index in
      let length = 20 + index * 7919 % 60
      return (0..<40 * length).map { Float(($0 * 31 + index * 17) % 101) / 50 - 1 }
    }
    let data = SequenceDataset(sequences, labels: sequences.indices.map { $0 % 10 }, features: 40)
    let recurrent = (0..<layers).map { layer -> any Layer in
      let isLast = layer == layers - 1
      return lstm
        ? LSTM(units: units, bidirectional: true, sequences: !isLast, masked: true)
        : GRU(units: units, bidirectional: true, sequences: !isLast, masked: true)
    }
    let network = try Network(input: data.shape, layers: recurrent + [Dense(units: 10)])
    let options = TrainingOptions(epochs: epochs, batchSize: 32, shardSize: 32 / threads, threads: threads)
    let history = try Trainer(options: options, loss: SoftmaxCrossEntropy()).train(Model(network, seed: 1), on: data)
      .history
    let seconds = history.dropFirst().map(\.seconds).sorted()
    Output.line(
      String(
        format: "%.3f s an epoch (median of %d; %.3f to %.3f), %d thread(s)",
        seconds[seconds.count / 2],
        seconds.count,
        seconds[0],
        seconds[seconds.count - 1],
        threads
      )
    )
  }
}
