import Figures

/// The page of a map of a scan: title, map and axes, with space for a legend on the right.
struct ScanPage {
  let rows: Int
  let columns: Int
  /// The bar that shows a length; nil if the step of the scan is not known.
  var scaleBar: ScaleBar?

  /// The text for positions without a pattern.
  static let notMeasured = "not measured"

  /// The upper left corner of the map, in points.
  static let origin = SIMD2<Double>(44, 28)

  /// The space right of the map, in points, of which the legend takes all but the margin.
  private static let right = 130.0
  private static let margin = 14.0
  private static let legendWidth = right - margin

  /// The width of a position, in points.
  private var cell: Double { min(12, 500 / Double(max(rows, columns, 1))) }

  private var width: Double { cell * Double(columns) }
  private var height: Double { cell * Double(rows) }

  /// The upper left corner of the legend.
  var legend: SIMD2<Double> { Self.origin + [width + Self.margin, 0] }

  /// The size of the page, which has the same width for all maps of a scan.
  func size(legendHeight: Double) -> SIMD2<Double> {
    Self.origin + [width + Self.right, max(height, legendHeight) + (scaleBar == nil ? 40 : 62)]
  }

  /// Draws everything but the legend; the image has one pixel per position.
  func draw(_ image: ColorImage, title: String, on canvas: Canvas) {
    let (x, y) = (Self.origin.x, Self.origin.y)
    canvas.write(title, at: [x, 13], size: 9)
    canvas.draw(image, x: x, y: y, width: width, isSmooth: false)
    canvas.frame(x: x, y: y, width: width, height: height, .grey)
    for column in Self.ticks(columns) {
      let center = x + cell * (Double(column) - 0.5)
      canvas.line([[center, y + height], [center, y + height + 3]], .grey, width: 0.6)
      canvas.write("\(column)", at: [center, y + height + 10], size: 7, .middle, .grey)
    }
    for row in Self.ticks(rows) {
      let center = y + cell * (Double(row) - 0.5)
      canvas.line([[x - 3, center], [x, center]], .grey, width: 0.6)
      canvas.write("\(row)", at: [x - 5, center], size: 7, .end, .grey)
    }
    canvas.write("column", at: [x + width / 2, y + height + 22], size: 8, .middle)
    canvas.write("row", at: [x - 30, y + height / 2], size: 8, .middle, turned: true)
    guard let scaleBar else { return }
    let (left, middle) = (x, y + height + 42)
    canvas.fill(x: left, y: middle - 2, width: cell * scaleBar.positions, height: 4, .black)
    canvas.write(scaleBar.text, at: [left + cell * scaleBar.positions + 6, middle], size: 8)
  }

  /// Draws an entry of the legend, 16 points high, at a distance from the top of the legend.
  func drawEntry(_ name: String, count: Int? = nil, _ color: Color, y: Double, on canvas: Canvas) {
    let middle = legend + [0, y + 7]
    canvas.fill(x: middle.x, y: middle.y - 5, width: 10, height: 10, color)
    // An edge, as some colours are nearly that of the paper.
    canvas.frame(x: middle.x, y: middle.y - 5, width: 10, height: 10, .faint)
    // The count after a long name must stay on the page.
    let end = count.map { "  \($0)" } ?? ""
    let room = Self.legendWidth - 22 - canvas.width(of: end, size: 8.5)
    canvas.write(canvas.shortened(name, to: room, size: 8.5) + end, at: middle + [16, 0], size: 8.5)
  }

  /// 1 and the round numbers after it.
  private static func ticks(_ count: Int) -> [Int] {
    let round = PlotArea.ticks(1...Double(max(count, 2))).filter { $0 == $0.rounded() }.map(Int.init)
    let step = round.count > 1 ? round[1] - round[0] : 2
    return [1] + round.filter { $0 > step / 2 && $0 > 1 && $0 <= count }
  }
}
