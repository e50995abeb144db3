import Crystallography

/// The answers of a scan, place by place, with a legend that counts the places.
public struct SymmetryMapFigure: Figure {
  /// What is said of a place.
  public enum Answer: Sendable, Hashable {
    /// A class, by its index.
    case index(Int)
    /// No class is sure enough, or there is no answer.
    case unknown
    /// What is there is no diffraction pattern.
    case noPattern
  }

  private let page: ScanPage
  private let answers: [Answer]
  private let legend: [(answer: Answer, name: String, color: Color, count: Int)]
  private static let unknown = Color(red: 0.62, green: 0.62, blue: 0.62)
  private static let noPattern = Color(red: 0.25, green: 0.25, blue: 0.25)

  /// Creates the map.
  ///
  /// - Parameters:
  ///   - rows: the rows of the scan.
  ///   - columns: the columns of the scan.
  ///   - answers: row by row what is said of each place.
  ///   - names: the classes.
  public init(rows: Int, columns: Int, answers: [Answer], names: [String]) {
    precondition(answers.count == rows * columns, "an answer for each place")
    page = ScanPage(rows: rows, columns: columns)
    self.answers = answers
    let counts = answers.reduce(into: [Answer: Int]()) { $0[$1, default: 0] += 1 }
    let known = zip(names, Self.colors(of: names)).enumerated().map { index, entry in
      (Answer.index(index), entry.0, entry.1)
    }
    let others = [
      (Answer.unknown, "unknown", Self.unknown), (.noPattern, "not a pattern", Self.noPattern),
    ]
    legend = (known + others).compactMap { answer, name, color in
      counts[answer].map { (answer, name, color, $0) }
    }
  }

  /// Colours go round the circle, neighbours apart in lightness too, so that not hue alone tells them apart; a Bravais
  /// lattice has its own whatever the others are, so that maps by different models compare.
  private static func colors(of names: [String]) -> [Color] {
    let all = BravaisLattice.allCases.map(\.rawValue)
    let circle = names.allSatisfy(all.contains) ? all : names
    return names.indices.map { index in
      let place = circle.firstIndex(of: names[index]) ?? index
      return .hue(Double(place) / Double(circle.count), lightness: [0.55, 0.8, 0.67][place % 3])
    }
  }

  /// Width and height in points.
  public var size: SIMD2<Double> {
    page.size(legendHeight: max(16 * Double(legend.count), Canvas.scaleHeight))
  }

  /// Draws it.
  public func draw(on canvas: Canvas) {
    var image = ColorImage(width: page.columns, height: page.rows, filledWith: Self.unknown)
    let colors = Dictionary(uniqueKeysWithValues: legend.map { ($0.answer, $0.color) })
    for (place, answer) in answers.enumerated() {
      image.pixels[place] = colors[answer] ?? Self.unknown
    }
    page.draw(image, title: "Answers, and how many places have each", on: canvas)
    let x = page.legend.x
    for (row, entry) in legend.enumerated() {
      let y = page.legend.y + 7 + 16 * Double(row)
      canvas.fill(x: x, y: y - 5, width: 10, height: 10, entry.color)
      canvas.write("\(entry.name)  \(entry.count)", at: [x + 16, y], size: 8.5)
    }
  }
}
