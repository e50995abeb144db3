import Crystallography
import Figures
import SymmetryClassification

/// A map of the verdicts of a scan, with a legend that counts the positions of each.
public struct SymmetryMapFigure: Figure {
  private let page: ScanPage
  private let verdicts: [Verdict?]
  private let legend: [(verdict: Verdict?, name: String, color: Color, count: Int)]
  private static let unknown = Color(red: 0.62, green: 0.62, blue: 0.62)
  private static let notAPattern = Color(red: 0.25, green: 0.25, blue: 0.25)

  /// Creates the map.
  ///
  /// - Parameters:
  ///   - rows: the number of rows of the scan.
  ///   - columns: the number of columns of the scan.
  ///   - verdicts: the verdict at each position, row by row; nil without a measured pattern.
  ///   - classes: the names of the classes.
  ///   - labels: names of other verdicts than classes in place of their own.
  ///   - step: the distances between columns and between rows in micrometres, for a scale bar; nil if not known.
  public init(
    rows: Int,
    columns: Int,
    verdicts: [Verdict?],
    classes: [String],
    labels: [Verdict: String] = [:],
    step: SIMD2<Double>? = nil
  ) {
    precondition(verdicts.count == rows * columns, "one verdict per position")
    page = ScanPage(rows: rows, columns: columns, scaleBar: step.map { ScaleBar(step: $0, columns: columns) })
    self.verdicts = verdicts
    let counts = verdicts.reduce(into: [Verdict?: Int]()) { $0[$1, default: 0] += 1 }
    let colors = Self.colors(of: classes)
    let names = LegibleText().names(classes)
    let known = classes.indices.map { (Verdict?.some(.accepted($0)), colors[$0]) }
    let others = [(.unknown, Self.unknown), (.notAPattern, Self.notAPattern), (Verdict?.none, Color.notMeasured)]
    legend = (known + others).compactMap { verdict, color in
      counts[verdict].map {
        let name = verdict.map { labels[$0] ?? $0.label(in: names) } ?? ScanPage.notMeasured
        return (verdict, name, color, $0)
      }
    }
  }

  /// Colours with evenly spaced hues, in which neighbours also differ in lightness.
  ///
  /// The colour of a Bravais lattice does not depend on the other classes, so that maps of different models are
  /// comparable.
  private static func colors(of names: [String]) -> [Color] {
    let all = BravaisLattice.allCases.map(\.rawValue)
    let circle = names.allSatisfy(all.contains) ? all : names
    return names.indices.map { index in
      let position = circle.firstIndex(of: names[index]) ?? index
      return .hue(Double(position) / Double(circle.count), lightness: [0.55, 0.8, 0.67][position % 3])
    }
  }

  /// Width and height in points.
  public var size: SIMD2<Double> { page.size(legendHeight: max(16 * Double(legend.count), Canvas.scaleHeight)) }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    var image = ColorImage(width: page.columns, height: page.rows, filledWith: .notMeasured)
    let colors = Dictionary(uniqueKeysWithValues: legend.map { ($0.verdict, $0.color) })
    for (position, verdict) in verdicts.enumerated() { image.pixels[position] = colors[verdict] ?? .notMeasured }
    page.draw(image, title: "Class, with the number of positions", on: canvas)
    for (line, entry) in legend.enumerated() {
      page.drawEntry(entry.name, count: entry.count, entry.color, y: 16 * Double(line), on: canvas)
    }
  }
}
