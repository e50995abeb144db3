import NeuralNetworks

/// Where in a pattern the networks of a classifier find what speaks for a class: the mean of their maps (`GradCAM`).
public struct ClassActivationMap: Sendable {
  private let networks: [GradCAM]

  /// Prepares a classifier; nil where one of its networks has no maps.
  public init?(_ classifier: Classifier) {
    let models = [classifier.model] + (classifier.ensemble?.others ?? [])
    networks = models.compactMap { GradCAM($0) }
    guard networks.count == models.count else { return nil }
  }

  /// The heat map of a class.
  ///
  /// - Parameters:
  ///   - input: the pattern as the networks see it, `preprocessing.size` squared values.
  ///   - output: the index of the class.
  /// - Returns: the mean of the maps of the networks, each of which has the greatest value 1 where it has any; of the
  ///   size of the first network's.
  public func heatMap(for input: [Float], output: Int) -> GradCAM.HeatMap {
    let maps = networks.map { $0.heatMap(for: input, output: output) }
    let same = maps.filter { ($0.width, $0.height) == (maps[0].width, maps[0].height) }
    var mean = [Float](repeating: 0, count: maps[0].values.count)
    for map in same {
      // The logits of one network are no measure for those of another.
      guard let greatest = map.values.max(), greatest > 0 else { continue }
      for (place, value) in map.values.enumerated() {
        mean[place] += value / (greatest * Float(same.count))
      }
    }
    return GradCAM.HeatMap(width: maps[0].width, height: maps[0].height, values: mean)
  }
}
