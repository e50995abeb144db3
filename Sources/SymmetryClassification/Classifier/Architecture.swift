import Foundation
import NeuralNetworks

/// The networks that ednet knows by name.
public enum Architecture: String, CaseIterable, Codable, Sendable {
  /// Blocks of convolution, batch normalisation, ReLU and pooling, then the mean of each map.
  ///
  /// It is small, quick, and hard to overfit.
  case plain
  /// Convolutions with pooling and a residual block behind each: deeper, for many patterns.
  ///
  /// After He et al., CVPR 2016, but maps are halved by pooling rather than strides, and channels
  /// doubled between the blocks rather than in them: then every convolution is of 3×3 with a stride
  /// of 1, which takes a quarter of the multiplications, and no way around a block needs a weight.
  case residual
  /// Four blocks of convolution, ReLU and pooling and two dense layers: the network that speed is
  /// measured on.
  case reference

  /// What it is, in a few words.
  public var summary: String {
    switch self {
    case .plain: "convolution, batch normalisation and pooling, four times; global average"
    case .residual: "four convolutions with pooling, residual blocks between them; global average"
    case .reference: "four convolutions with pooling, two dense layers"
    }
  }

  /// Builds the network.
  ///
  /// - Parameters:
  ///   - size: the height and width of a pattern in pixels; small ones get fewer halvings.
  ///   - classes: the number of classes.
  /// - Returns: a network from one channel to one logit a class.
  /// - Throws: `ShapeError` where the size leaves nothing to look at.
  public func network(size: Int, classes: Int) throws(ShapeError) -> Network {
    let filters = Array([16, 32, 64, 128].prefix(Self.halvings(of: size)))
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
      case .residual:
        for (stage, count) in filters.enumerated() {
          // Pooled before it is normalised: a quarter of the numbers, and the full map is never written.
          Conv2D(filters: count, kernel: 3, bias: false)
          MaxPool2D(size: 2)
          BatchNormalization()
          Activation(.relu)
          if stage > 0 { Self.block(filters: count) }
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

  /// Builds the network with a second answer beside the classes: coarse maps of symmetry elements.
  ///
  /// The maps are drawn by a 1×1 convolution from what the third block of ``residual`` gives, an eighth of the
  /// pattern's size; the rest of the network is the first way of a `Parallel`, and without the second it is
  /// ``network(size:classes:)``.
  ///
  /// - Parameters:
  ///   - size: the height and width of a pattern in pixels.
  ///   - classes: the number of classes.
  /// - Returns: a network to `classes` logits and those of the maps behind them, and the maps' size; nil where the
  ///   architecture has no such place.
  /// - Throws: `ShapeError` where the size leaves nothing to look at.
  public func networkWithMap(
    size: Int,
    classes: Int
  ) throws(ShapeError) -> (network: Network, map: SymmetryMapTarget)? {
    guard self == .residual, Self.halvings(of: size) > 3 else { return nil }
    let plain = try network(size: size, classes: classes)
    guard let third = plain.layers.indices.filter({ plain.layers[$0] is Residual }).dropLast().last
    else { return nil }
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

  /// How often a size can be halved and leave at least 4 positions, at most four times.
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
