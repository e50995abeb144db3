import Foundation

/// A confusion matrix, coloured by the share of each row: rows true, columns predicted.
public struct ConfusionFigure: Figure {
  private let classes: [String]
  private let rows: [[Int]]
  private let showsShares: Bool
  /// The width of a cell, in points.
  private let cell: Double
  private let margin: Double

  /// Creates the figure.
  ///
  /// - Parameters:
  ///   - classes: the class names, in the order of rows and columns.
  ///   - rows: the counts, one row per true class.
  ///   - showsShares: true for percentages of the row instead of counts.
  public init(classes: [String], rows: [[Int]], showsShares: Bool = false) {
    self.classes = LegibleText().names(classes).map { $0.count > 24 ? $0.prefix(23) + "…" : $0 }
    self.rows = rows
    self.showsShares = showsShares
    // At most the width of a page, with legible names.
    cell = min(26, max(9, 460 / Double(max(classes.count, 1))))
    let (layout, size) = (TextLayout(), min(9, 0.72 * cell))
    // Names of wide signs, such as Chinese ones, need more than the usual width of a letter.
    let longest = self.classes.map { max(0.62 * size * Double($0.count), layout.width(of: $0, size: size)) }.max()
    margin = 34 + (longest ?? 0.62 * size)
  }

  /// Width and height in points.
  public var size: SIMD2<Double> {
    let side = cell * Double(classes.count)
    return [margin + side + 70, margin + max(side, Canvas.scaleHeight) + 14]
  }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    let side = cell * Double(classes.count)
    let nameSize = min(9, 0.72 * cell)
    for (row, counts) in rows.enumerated() {
      let total = counts.reduce(0, +)
      for (column, count) in counts.enumerated() {
        let share = total > 0 ? Double(count) / Double(total) : 0
        let (x, y) = (margin + cell * Double(column), margin + cell * Double(row))
        canvas.fill(x: x, y: y, width: cell, height: cell, .scale(share))
        guard count > 0 else { continue }
        let text = showsShares ? "\(Int((100 * share).rounded()))" : "\(count)"
        let size = min(8.5, 0.42 * cell, 1.35 * cell / Double(text.count))
        // Smaller digits would be illegible; the colour remains.
        guard size >= 3.2 else { continue }
        canvas.write(text, at: [x + cell / 2, y + cell / 2], size: size, .middle, share > 0.5 ? .white : .black)
      }
    }
    for line in 0...classes.count {
      let offset = margin + cell * Double(line)
      canvas.line([[margin, offset], [margin + side, offset]], .faint, width: 0.4)
      canvas.line([[offset, margin], [offset, margin + side]], .faint, width: 0.4)
    }
    for (index, name) in classes.enumerated() {
      let middle = margin + cell * (Double(index) + 0.5)
      canvas.write(name, at: [margin - 5, middle], size: nameSize, .end)
      canvas.write(name, at: [middle, margin - 5], size: nameSize, .start, turned: true)
    }
    canvas.write("predicted", at: [margin + side / 2, 12], size: 9, .middle, .grey)
    canvas.write("true", at: [12, margin + side / 2], size: 9, .middle, .grey, turned: true)
    let legend = margin + side + 16
    canvas.drawScale(x: legend, y: margin)
    canvas.write("of the row", at: [legend, margin + Canvas.scaleHeight + 12], size: 7, .start, .grey)
  }
}
