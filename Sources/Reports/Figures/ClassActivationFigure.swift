import Imaging
import NeuralNetworks

/// A pattern next to the class activation map of a class.
public struct ClassActivationFigure: Figure {
  private let image: GrayImage
  private let heatMap: GradCAM.HeatMap
  private let caption: String
  private static let side = 216.0

  /// Creates the figure.
  ///
  /// - Parameters:
  ///   - image: the square pattern, as the network's input.
  ///   - heatMap: the class activation map.
  ///   - caption: one line above the images.
  public init(image: GrayImage, heatMap: GradCAM.HeatMap, caption: String) {
    (self.image, self.heatMap, self.caption) = (image, heatMap, caption)
  }

  /// Width and height in points.
  public var size: SIMD2<Double> { [2 * Self.side + 30, Self.side + 40] }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    canvas.write(caption, at: [10, 14], size: 9)
    let picture = ColorImage(image)
    canvas.draw(picture, x: 10, y: 28, width: Self.side)
    canvas.draw(picture.overlaid(with: heatMap), x: 20 + Self.side, y: 28, width: Self.side)
  }
}
