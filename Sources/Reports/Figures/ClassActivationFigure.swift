import Figures
import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification

/// A pattern with the symmetry elements that the network sees, next to the class activation map of a class.
public struct ClassActivationFigure: Figure {
  private let image: GrayImage
  private let heatMap: GradCAM.HeatMap
  private let elements: SymmetryElementDetection?
  private let caption: String
  private static let side = 216.0

  /// Creates the figure.
  ///
  /// - Parameters:
  ///   - image: the square pattern, as the network's input.
  ///   - heatMap: the class activation map.
  ///   - elements: the symmetry elements to draw on the pattern; nil for none.
  ///   - caption: one line above the images.
  public init(
    image: GrayImage,
    heatMap: GradCAM.HeatMap,
    elements: SymmetryElementDetection? = nil,
    caption: String
  ) {
    (self.image, self.heatMap, self.elements, self.caption) = (image, heatMap, elements, caption)
  }

  /// Width and height in points.
  public var size: SIMD2<Double> { [2 * Self.side + 30, Self.side + 40] }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    canvas.write(caption, at: [10, 14], size: 9)
    let picture = ColorImage(image)
    canvas.draw(picture, x: 10, y: 28, width: Self.side)
    if let elements { draw(elements, on: canvas) }
    canvas.draw(picture.overlaid(with: heatMap), x: 20 + Self.side, y: 28, width: Self.side)
  }

  /// Draws mirror planes as lines and axes as the symbols of International Tables for Crystallography A (2016),
  /// section 2.1.2: a lens, a triangle, a square or a hexagon.
  private func draw(_ elements: SymmetryElementDetection, on canvas: Canvas) {
    func place(_ point: SIMD2<Double>) -> SIMD2<Double> { [10, 28] + Self.side * point }
    for mirror in elements.mirrors {
      canvas.line([place(mirror.start), place(mirror.end)], .vermilion, width: 1.2)
    }
    for axis in elements.axes {
      canvas.polygon(Self.symbol(axis.order).map { place(axis.position) + 6 * $0 }, .blue, edge: .white)
    }
  }

  /// The outline of the symbol of an axis, of radius 1.
  private static func symbol(_ order: Int) -> [SIMD2<Double>] {
    guard order == 2 else {
      // A square stands on its side, the others on a corner or a side below.
      let first = order == 4 ? Double.pi / 4 : -.pi / 2
      return (0..<order).map { corner in
        let angle = first + 2 * .pi * Double(corner) / Double(order)
        return [cos(angle), sin(angle)]
      }
    }
    // Two arcs of circles that meet at the ends of the lens.
    let arc = stride(from: -1.0, through: 1.0, by: 0.125).map { y in SIMD2(0.5 * (1 - y * y), y) }
    return arc + arc.reversed().map { [-$0.x, $0.y] }
  }
}
