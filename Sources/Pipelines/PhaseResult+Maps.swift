import Crystallography
import Diffraction
import Reports
import SymmetryClassification

extension PhaseResult {
  /// The phases and orientations of a scan, for other programs; scores stand in place of probabilities.
  ///
  /// Points that several candidates fit alike are without a phase.
  ///
  /// - Parameters:
  ///   - grid: the positions of the images.
  ///   - step: the distances between columns and between rows, in micrometres.
  /// - Returns: the map.
  public func crystalMap(on grid: ScanGrid, step: SIMD2<Double>) -> CrystalMap {
    let places = grid.files.map { file -> CrystalMap.Point in
      guard let file else { return CrystalMap.Point(.notMeasured) }
      let point = points[file]
      switch point.decision {
      case .phase(let index):
        let match = point.matches[index]
        return CrystalMap.Point(
          .phase(index),
          probability: match.score,
          eulerAngles: match.orientation.bungeAngles
        )
      case .ambiguous: return CrystalMap.Point(.unknown, probability: point.best.score)
      case .none: return CrystalMap.Point(.notAPattern, probability: point.best.score)
      }
    }
    var map = CrystalMap(
      rows: grid.rows,
      columns: grid.columns,
      step: step,
      phases: candidates.map(\.crystal),
      points: places
    )
    map.measure = "score"
    return map
  }

  /// The map of phases.
  func phaseMap(on grid: ScanGrid, step: SIMD2<Double>?) -> SymmetryMapFigure {
    let verdicts = grid.files.map { file -> Verdict? in
      file.map {
        switch points[$0].decision {
        case .phase(let index): .accepted(index)
        case .ambiguous: .unknown
        case .none: .notAPattern
        }
      }
    }
    return SymmetryMapFigure(
      rows: grid.rows,
      columns: grid.columns,
      verdicts: verdicts,
      classes: phases,
      labels: [.unknown: "ambiguous", .notAPattern: Self.noneLabel],
      step: step
    )
  }

  /// The map of orientations, of the points with one phase.
  func orientationMap(on grid: ScanGrid, step: SIMD2<Double>?) -> OrientationMapFigure {
    let places = grid.files.map { file -> OrientationMapFigure.Point? in
      guard let file, case .phase(let index) = points[file].decision else { return nil }
      return OrientationMapFigure.Point(phase: index, orientation: points[file].matches[index].orientation)
    }
    return OrientationMapFigure(
      rows: grid.rows,
      columns: grid.columns,
      points: places,
      phases: candidates.map { (name: $0.crystal.name, sector: $0.sector) },
      step: step
    )
  }
}

extension PhaseResult.Phase {
  /// The phase of a structure, in the frame of its cell.
  init(_ structure: LabeledStructure) {
    let (symmetry, cell) = (structure.symmetry, structure.crystal.cell)
    let group = symmetry.spaceGroup
    self.init(
      CrystalMap.Phase(
        name: structure.name,
        laueClass: group.pointGroup.laueClass,
        spaceGroupNumber: group.number,
        cell: cell
      ),
      sector: InversePoleFigureSector(
        rotations: symmetry.laueOperations.filter(\.isProper).map { Orientation($0.cartesianRotation(in: cell)) }
      )
    )
  }
}
