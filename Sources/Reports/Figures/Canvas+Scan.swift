/// How large the places of a scan are drawn.
enum ScanPage {
  static func cell(rows: Int, columns: Int) -> Double {
    min(12, 500 / Double(max(rows, columns, 1)))
  }
}

extension Canvas {
  /// Draws each pixel as a square with sharp edges.
  func drawCells(of image: ColorImage, x: Double, y: Double, cell: Double) {
    for row in 0..<image.height {
      for column in 0..<image.width {
        fill(
          x: x + cell * Double(column),
          y: y + cell * Double(row),
          // No hairs between the squares.
          width: cell + 0.05,
          height: cell + 0.05,
          image.pixels[row * image.width + column]
        )
      }
    }
  }
}
