import Imaging
import NeuralNetworks

/// A pattern, and beside it where the network found what speaks for a class.
public struct ClassActivationFigure: Figure {
  private let image: GrayImage
  private let heatMap: GradCAM.HeatMap
  private let caption: String
  private static let side = 216.0

  /// Creates the figure.
  ///
  /// - Parameters:
  ///   - image: the pattern, square as the network sees it.
  ///   - heatMap: what speaks for the class.
  ///   - caption: what stands above, a line.
  public init(image: GrayImage, heatMap: GradCAM.HeatMap, caption: String) {
    (self.image, self.heatMap, self.caption) = (image, heatMap, caption)
  }

  /// Width and height in points.
  public var size: SIMD2<Double> { [2 * Self.side + 30, Self.side + 40] }

  /// Draws it.
  public func draw(on canvas: Canvas) {
    canvas.write(caption, at: [10, 14], size: 9)
    let picture = ColorImage(image)
    canvas.draw(picture, x: 10, y: 28, width: Self.side)
    canvas.draw(picture.overlaid(with: heatMap), x: 20 + Self.side, y: 28, width: Self.side)
  }
}
