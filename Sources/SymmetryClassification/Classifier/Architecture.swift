import Foundation
import NeuralNetworks

/// The built-in networks.
public enum Architecture: String, CaseIterable, Codable, Sendable {
  /// Blocks of convolution, batch normalisation, ReLU and pooling, then global average pooling.
  ///
  /// Small, fast, and hard to overfit.
  case plain
  /// Convolutions with pooling, each followed by a residual block: deeper, for many patterns.
  ///
  /// He et al., CVPR 2016, except that pooling rather than strides halves the maps, and channels double between blocks
  /// rather than in them. Every convolution is then 3×3 with a stride of 1, which Winograd's algorithm computes with a
  /// quarter of the multiplications, and no shortcut needs weights.
  case residual
  /// The ``residual`` network with twice the channels and 0, 1, 1 and 2 residual blocks: 3 million parameters and 531
  /// million multiply-adds at 128 pixels, for millions of simulated patterns.
  case wideResidual = "wide-residual"
  /// Four blocks of convolution, ReLU and pooling, then two dense layers: the network of the speed measurements.
  case reference

  /// A summary of the layers.
  public var summary: String {
    switch self {
    case .plain: "convolution, batch normalisation and pooling, four times; global average pooling"
    case .residual: "four convolutions with pooling, residual blocks between them; global average pooling"
    case .wideResidual: "the residual network with twice the channels and one more block"
    case .reference: "four convolutions with pooling, two dense layers"
    }
  }

  /// Builds the network.
  ///
  /// - Parameters:
  ///   - size: the height and width of a pattern in pixels; small patterns are halved fewer times.
  ///   - classes: the number of classes.
  /// - Returns: a network from one channel to one logit per class.
  /// - Throws: `ShapeError` if the size is too small.
  public func network(size: Int, classes: Int) throws(ShapeError) -> Network {
    let widths = self == .wideResidual ? [32, 64, 128, 256] : [16, 32, 64, 128]
    let filters = Array(widths.prefix(Self.halvings(of: size)))
    return try Network(input: Shape(channels: 1, height: size, width: size)) {
      switch self {
      case .plain:
        for count in filters {
          Conv2D(filters: count, kernel: 3, bias: false)
          BatchNormalization()
          Activation(.relu)
          MaxPool2D(size: 2)
        }
        Conv2D(filters: 128, kernel: 3, bias: false)
        BatchNormalization()
        Activation(.relu)
        GlobalAveragePool2D()
        Dropout(rate: 0.2)
        Dense(units: classes)
      case .residual, .wideResidual:
        for (stage, count) in filters.enumerated() {
          // Pooling before normalising leaves a quarter of the numbers, and the full map is never written.
          Conv2D(filters: count, kernel: 3, bias: false)
          MaxPool2D(size: 2)
          BatchNormalization()
          Activation(.relu)
          if stage > 0 { Self.block(filters: count) }
          if stage == 3 && self == .wideResidual { Self.block(filters: count) }
        }
        GlobalAveragePool2D()
        Dropout(rate: 0.2)
        Dense(units: classes)
      case .reference:
        for count in filters {
          Conv2D(filters: count, kernel: 3, activation: .relu)
          MaxPool2D(size: 2)
        }
        Dense(units: 128, activation: .relu)
        Dense(units: classes)
      }
    }
  }

  /// Builds the network with an auxiliary head that predicts coarse maps of symmetry elements.
  ///
  /// A 1×1 convolution computes the maps from the output of the third stage, an eighth of the pattern's size. The rest
  /// of the network is the first branch of a `Parallel`; without the auxiliary head it is ``network(size:classes:)``.
  ///
  /// - Parameters:
  ///   - size: the height and width of a pattern in pixels.
  ///   - classes: the number of classes.
  /// - Returns: a network to `classes` logits followed by those of the maps, and the maps' size; nil if the
  ///   architecture is not residual or the size too small.
  /// - Throws: `ShapeError` if the size is too small.
  public func networkWithMap(size: Int, classes: Int) throws(ShapeError) -> (network: Network, map: SymmetryMapTarget)?
  {
    guard [.residual, .wideResidual].contains(self), Self.halvings(of: size) > 3 else { return nil }
    let plain = try network(size: size, classes: classes)
    // The convolution of the fourth stage follows the third.
    guard let fourth = plain.layers.indices.filter({ plain.layers[$0] is Conv2D }).last else { return nil }
    let third = fourth - 1
    let shape = plain.plan.steps[third].outputShape
    let network = try Network(
      input: plain.input,
      layers: Array(plain.layers[...third]) + [
        Parallel(
          first: Array(plain.layers[(third + 1)...]),
          second: [Conv2D(filters: SymmetryMapTarget.channels, kernel: 1)]
        )
      ]
    )
    return (network, SymmetryMapTarget(size: shape.height))
  }

  /// The number of times, 1 to 4, that a size is halved with at least 4 pixels left.
  private static func halvings(of size: Int) -> Int {
    var (side, count) = (size, 0)
    while side >= 8 && count < 4 { (side, count) = (side / 2, count + 1) }
    return max(count, 1)
  }

  private static func block(filters: Int) -> Residual {
    Residual(activation: .relu) {
      Conv2D(filters: filters, kernel: 3, bias: false)
      BatchNormalization()
      Activation(.relu)
      Conv2D(filters: filters, kernel: 3, bias: false)
      BatchNormalization()
    }
  }
}
