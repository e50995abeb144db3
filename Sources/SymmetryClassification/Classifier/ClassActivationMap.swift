import Imaging
import NeuralNetworks

/// Class activation maps of a classifier: the mean of its networks' Grad-CAM maps.
///
/// Selvaraju et al., *Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization*, ICCV 2017.
public struct ClassActivationMap: Sendable {
  private let preprocessing: Preprocessing
  private let networks: [GradCAM]
  /// The width and height of each network's input.
  private let sizes: [Int]

  /// Prepares a classifier; nil if one of its networks has no spatial feature maps.
  public init?(_ classifier: Classifier) {
    let models = classifier.networks
    networks = models.compactMap { GradCAM($0) }
    sizes = models.map(\.network.input.width)
    preprocessing = classifier.preprocessing
    guard networks.count == models.count else { return nil }
  }

  /// The class activation map of an image.
  ///
  /// - Parameters:
  ///   - image: an image of any size, as it was read.
  ///   - output: the index of the class.
  /// - Returns: the mean of the networks' maps, each scaled to a maximum of 1, without those of another size than the
  ///   first.
  public func heatMap(for image: GrayImage, output: Int) -> GradCAM.HeatMap {
    heatMap(forResized: preprocessing.compacted(image), output: output)
  }

  /// The class activation map of an image that was resized already by `Preprocessing.compacted(_:)`.
  public func heatMap(forResized image: CompactImage, output: Int) -> GradCAM.HeatMap {
    let input = preprocessing.normalized(image.image)
    let maps = zip(networks, sizes).map { network, size in
      network.heatMap(for: preprocessing.input(input, resizedTo: size), output: output)
    }
    let same = maps.filter { ($0.width, $0.height) == (maps[0].width, maps[0].height) }
    var mean = [Float](repeating: 0, count: maps[0].values.count)
    for map in same {
      // The logits of different networks have different scales.
      guard let greatest = map.values.max(), greatest > 0 else { continue }
      for (index, value) in map.values.enumerated() { mean[index] += value / (greatest * Float(same.count)) }
    }
    return GradCAM.HeatMap(width: maps[0].width, height: maps[0].height, values: mean)
  }
}
