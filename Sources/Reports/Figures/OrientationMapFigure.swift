import Crystallography
import Figures
import Foundation

/// A map of orientations in the colours of the inverse pole figure, with a key for each Laue class.
public struct OrientationMapFigure: Figure {
  /// The phase and the orientation at a position.
  public struct Point: Sendable {
    /// The number of the phase.
    public var phase: Int
    /// The rotation from the crystal frame to the sample frame.
    public var orientation: Orientation

    /// Creates a point.
    public init(phase: Int, orientation: Orientation) { (self.phase, self.orientation) = (phase, orientation) }
  }

  private let page: ScanPage
  private let image: ColorImage
  private let keys: [(key: InversePoleFigureKey, names: String)]

  /// Creates the map.
  ///
  /// - Parameters:
  ///   - rows: the number of rows of the scan.
  ///   - columns: the number of columns of the scan.
  ///   - points: the points, row by row; nil without an orientation.
  ///   - phases: the names and the sectors of the phases; a phase without a sector is grey.
  ///   - direction: the direction of the sample that is shown in each crystal, usually the normal of its surface.
  ///   - step: the distances between columns and between rows in micrometres, for a scale bar; nil if not known.
  public init(
    rows: Int,
    columns: Int,
    points: [Point?],
    phases: [(name: String, sector: InversePoleFigureSector?)],
    direction: Vector3 = [0, 0, 1],
    step: SIMD2<Double>? = nil
  ) {
    precondition(points.count == rows * columns, "one point per position")
    page = ScanPage(rows: rows, columns: columns, scaleBar: step.map { ScaleBar(step: $0, columns: columns) })
    let colors = phases.map { $0.sector.map(InversePoleFigureKey.init) }
    var image = ColorImage(width: columns, height: rows, filledWith: .faint)
    for (position, point) in points.enumerated() {
      guard let point, let key = colors[point.phase] else { continue }
      image.pixels[position] = Color(key.rgb(key.sector(point.orientation.matrix.transposed * direction)))
    }
    self.image = image
    let seen = Set(points.compactMap { $0?.phase }).sorted()
    let names = LegibleText().names(phases.map(\.name))
    // Phases of a Laue class share a key.
    keys = seen.reduce(into: []) { keys, phase in
      guard let key = colors[phase] else { return }
      if let place = keys.firstIndex(where: { $0.key.sector.laueClass == key.sector.laueClass }) {
        keys[place].names += ", " + names[phase]
      } else {
        keys.append((key, names[phase]))
      }
    }
  }

  /// The height of a key with its texts, and the side of the square that encloses its sector.
  private static let keyHeight = 112.0, keySide = 70.0

  /// Width and height in points.
  public var size: SIMD2<Double> { page.size(legendHeight: max(Self.keyHeight * Double(keys.count), 60)) }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    page.draw(image, title: "Direction along the sample normal", on: canvas)
    for (number, key) in keys.enumerated() {
      let top = page.legend + [0, Self.keyHeight * Double(number)]
      let text = canvas.shortened("\(key.key.sector.laueClass.rawValue): \(key.names)", to: 112, size: 7.5)
      canvas.write(text, at: top + [0, 5], size: 7.5)
      draw(key.key, at: top + [8, 24], on: canvas)
    }
  }

  /// Draws the sector in stereographic projection, with the indices of its corners.
  private func draw(_ key: InversePoleFigureKey, at place: SIMD2<Double>, on canvas: Canvas) {
    let frame = KeyFrame(key.sector)
    let side = 140
    var pixels = ColorImage(width: side, height: side, filledWith: .white)
    for row in 0..<side {
      for column in 0..<side {
        let point = SIMD2(Double(column) + 0.5, Double(row) + 0.5) / Double(side)
        let direction = frame.direction(at: point)
        if key.sector.contains(direction) { pixels.pixels[row * side + column] = Color(key.rgb(direction)) }
      }
    }
    canvas.draw(pixels, x: place.x, y: place.y, width: Self.keySide)
    for (direction, text) in frame.labels {
      let point = place + Self.keySide * frame.point(of: direction)
      let isLow = point.y > place.y + Self.keySide / 2
      canvas.write(text, at: point + [0, isLow ? 7 : -6], size: 6.5, .middle, .grey)
    }
  }
}

extension Color {
  /// The colour of red, green and blue.
  fileprivate init(_ rgb: SIMD3<Double>) { self.init(red: rgb.x, green: rgb.y, blue: rgb.z) }
}

/// The stereographic projection of a sector into the unit square, y downwards.
private struct KeyFrame {
  let labels: [(direction: Vector3, text: String)]
  private let origin: SIMD2<Double>
  private let scale: Double
  /// The axes of the projection: to the right, up, and out of the page.
  private let axes: Matrix3

  init(_ sector: InversePoleFigureSector) {
    // The sector of 2/m has its unique axis up, so that it is half a disc.
    axes =
      sector.laueClass == .twoOverM
      ? Matrix3(columns: [0, 0, -1], [0, 1, 0], [1, 0, 0]) : Matrix3(columns: [1, 0, 0], [0, 1, 0], [0, 0, 1])
    labels = Self.labels(of: sector.laueClass)
    let axes = axes
    let points = (0..<360).flatMap { step -> [SIMD2<Double>] in
      let azimuth = Double(step) * .pi / 180
      return stride(from: 0.0, through: 90, by: 3).map { polar -> Vector3 in
        let radius = sin(polar * .pi / 180)
        return axes * [radius * cos(azimuth), radius * sin(azimuth), cos(polar * .pi / 180)]
      }.filter(sector.contains).map { Self.projected($0, axes) }
    }
    let (left, right) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 1)
    let (low, high) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 1)
    scale = max(right - left, high - low)
    origin = [left, high]
  }

  private static func projected(_ direction: Vector3, _ axes: Matrix3) -> SIMD2<Double> {
    let local = axes.transposed * direction
    return SIMD2(local.x, local.y) / (1 + local.z)
  }

  /// The point of a direction.
  func point(of direction: Vector3) -> SIMD2<Double> {
    let point = Self.projected(direction, axes) - origin
    return [point.x / scale, -point.y / scale]
  }

  /// The direction at a point.
  func direction(at point: SIMD2<Double>) -> Vector3 {
    let plane = origin + scale * SIMD2(point.x, -point.y)
    let square = (plane * plane).sum()
    return axes * (Vector3(2 * plane.x, 2 * plane.y, 1 - square) / (1 + square))
  }

  /// The indices of the corners, for the usual axes.
  private static func labels(of laueClass: LaueClass) -> [(direction: Vector3, text: String)] {
    let z = Vector3(0, 0, 1)
    func onEquator(_ degrees: Double) -> Vector3 { [cos(degrees * .pi / 180), sin(degrees * .pi / 180), 0] }
    return switch laueClass {
    case .bar1: [(z, "c*"), ([1, 0, 0], "a")]
    case .twoOverM: [([0, 1, 0], "010"), ([1, 0, 0], "a")]
    case .mmm: [(z, "001"), ([1, 0, 0], "100"), ([0, 1, 0], "010")]
    case .fourOverM: [(z, "001"), ([1, 0, 0], "100"), ([0, 1, 0], "010")]
    case .fourOverMMM: [(z, "001"), ([1, 0, 0], "100"), (onEquator(45), "110")]
    case .bar3: [(z, "0001"), ([1, 0, 0], "2-1-10"), (onEquator(120), "-12-10")]
    case .bar3M: [(z, "0001"), (onEquator(-30), "1-100"), (onEquator(30), "10-10")]
    case .sixOverM: [(z, "0001"), ([1, 0, 0], "2-1-10"), (onEquator(60), "11-20")]
    case .sixOverMMM: [(z, "0001"), ([1, 0, 0], "2-1-10"), (onEquator(30), "10-10")]
    case .mBar3: [(z, "001"), (Vector3(1, 0, 1).normalized, "101"), (Vector3(0, 1, 1).normalized, "011")]
    case .mBar3M: [(z, "001"), (Vector3(1, 0, 1).normalized, "101"), (Vector3(1, 1, 1).normalized, "111")]
    }
  }
}
