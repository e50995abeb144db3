import Crystallography

/// A map of crystals for other programs: the phase at each point of a rectangular scan, and its orientation if known.
public struct CrystalMap: Sendable {
  /// A phase, such as a class of a model.
  public struct Phase: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The Laue class; nil if it is not known.
    public var laueClass: LaueClass?
    /// The number of the space group; nil if it is not known.
    public var spaceGroupNumber: Int?
    /// The cell; nil if it is not known.
    public var cell: UnitCell?

    /// Creates a phase.
    public init(name: String, laueClass: LaueClass? = nil, spaceGroupNumber: Int? = nil, cell: UnitCell? = nil) {
      (self.name, self.laueClass, self.spaceGroupNumber, self.cell) = (name, laueClass, spaceGroupNumber, cell)
    }
  }

  /// The answer at a point.
  public enum Answer: Sendable, Hashable {
    /// A phase, given by its index.
    case phase(Int)
    /// A pattern that no phase is probable enough for.
    case unknown
    /// An image that is not a diffraction pattern.
    case notAPattern
    /// No image.
    case notMeasured
  }

  /// A point of the scan.
  public struct Point: Sendable, Hashable {
    /// The answer.
    public var answer: Answer
    /// The probability of the most probable phase, 0 to 1, or the score of the best one; nil if there is none.
    public var probability: Float?
    /// The Euler angles φ1, Φ, φ2 in degrees in Bunge's convention; nil if the orientation is not known.
    public var eulerAngles: Vector3?
    /// The mean angular deviation of the orientation in degrees; nil if it is not known.
    public var fit: Double?

    /// Creates a point.
    public init(_ answer: Answer, probability: Float? = nil, eulerAngles: Vector3? = nil, fit: Double? = nil) {
      (self.answer, self.probability, self.eulerAngles, self.fit) = (answer, probability, eulerAngles, fit)
    }
  }

  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The distances between columns and between rows, in micrometres.
  public let step: SIMD2<Double>
  /// The phases.
  public let phases: [Phase]
  /// The name of the points' ``Point/probability``.
  public var measure = "probability"
  /// The points, row by row.
  public var points: [Point] {
    didSet { precondition(points.count == rows * columns, "one point per position") }
  }

  /// Creates a map of `rows * columns` points.
  public init(rows: Int, columns: Int, step: SIMD2<Double>, phases: [Phase], points: [Point]) {
    precondition(points.count == rows * columns, "one point per position")
    precondition(step.x > 0 && step.y > 0, "the steps are lengths")
    (self.rows, self.columns, self.step, self.phases, self.points) = (rows, columns, step, phases, points)
  }

  /// The position of a point in micrometres; the first point is at (0, 0).
  public func position(_ index: Int) -> SIMD2<Double> {
    [Double(index % columns) * step.x, Double(index / columns) * step.y]
  }

  /// A name without control characters, which would end a field or a line of a text file.
  static func fieldText(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}

extension CrystalMap.Phase {
  /// The phase of a class of a model, whose name may be that of a symmetry.
  ///
  /// A class that leaves the Laue class open, such as a Bravais lattice, gets the most symmetric one that it allows:
  /// the symmetry of the lattice.
  public init(of label: SymmetryLabel) {
    var phase = CrystalMap.Phase(name: label.className)
    if case .laueClass(let laueClass)? = label.meaning.possibleClasses(at: .laueClass).last {
      phase.laueClass = laueClass
    }
    if case .spaceGroup(let group) = label.meaning { phase.spaceGroupNumber = group.number }
    self = phase
  }

  /// The phases of the classes of a model; those without a common symmetry have only names.
  public static func phases(ofClasses classes: [String]) -> [CrystalMap.Phase] {
    let labels = SymmetryLabeling(classNames: classes).labels
    return labels.isEmpty ? classes.map { CrystalMap.Phase(name: $0) } : labels.map(CrystalMap.Phase.init)
  }

  /// The edges in Å and the angles in degrees of the cell, or edges of 1 Å and the angles of the crystal system.
  var cellParameters: (lengths: Vector3, angles: Vector3) {
    if let cell { return (cell.lengths, cell.angles) }
    let isHexagonal = [.trigonal, .hexagonal].contains(laueClass?.crystalSystem)
    return ([1, 1, 1], [90, 90, isHexagonal ? 120 : 90])
  }
}

extension ScanMap {
  /// The map of a grid of the files, for other programs.
  ///
  /// - Parameters:
  ///   - grid: the positions of the files.
  ///   - step: the distances between columns and between rows, in micrometres.
  ///   - classes: the names of the model's classes.
  /// - Returns: the map, without orientations.
  public func crystalMap(on grid: ScanGrid, step: SIMD2<Double>, classes: [String]) -> CrystalMap {
    let points = zip(verdicts(on: grid), probabilities(on: grid)).map { verdict, probability in
      let answer: CrystalMap.Answer =
        switch verdict {
        case .accepted(let index): .phase(index)
        case .unknown: .unknown
        case .notAPattern: .notAPattern
        case nil: .notMeasured
        }
      return CrystalMap.Point(answer, probability: probability)
    }
    return CrystalMap(
      rows: grid.rows,
      columns: grid.columns,
      step: step,
      phases: CrystalMap.Phase.phases(ofClasses: classes),
      points: points
    )
  }
}
