/// A colour image, row by row from the top left.
package struct ColorImage {
  package let width: Int
  package let height: Int
  package var pixels: [Color]

  /// Creates an image of one colour.
  package init(width: Int, height: Int, filledWith color: Color) {
    (self.width, self.height) = (width, height)
    pixels = [Color](repeating: color, count: width * height)
  }
}
