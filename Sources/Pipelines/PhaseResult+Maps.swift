import Crystallography
import Diffraction
import Reports
import SymmetryClassification

extension PhaseResult {
  /// The phases and orientations of a scan, for other programs; without a network, scores stand in place of
  /// probabilities.
  ///
  /// Points that several candidates fit alike are without a phase, and those that were not matched without an
  /// orientation.
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
        return CrystalMap.Point(
          .phase(index),
          probability: confidence(of: point),
          eulerAngles: point.matches.isEmpty ? nil : point.matches[index].orientation.bungeAngles
        )
      case .ambiguous: return CrystalMap.Point(.unknown, probability: confidence(of: point))
      case .none: return CrystalMap.Point(.notAPattern, probability: confidence(of: point))
      }
    }
    var map = CrystalMap(
      rows: grid.rows,
      columns: grid.columns,
      step: step,
      phases: candidates.map(\.crystal),
      points: places
    )
    map.measure = check == nil ? "score" : "probability"
    return map
  }

  /// The probability of an answer, or without a network the score of its best candidate.
  private func confidence(of point: Point) -> Float { point.probability ?? point.best?.score ?? 0 }

  /// The map of probabilities, or without a network of scores.
  func confidenceMap(on grid: ScanGrid, step: SIMD2<Double>?) -> ConfidenceMapFigure {
    ConfidenceMapFigure(
      rows: grid.rows,
      columns: grid.columns,
      values: grid.files.map { $0.map { confidence(of: points[$0]) } },
      isMeasured: grid.files.map { $0 != nil },
      step: step,
      title: check == nil ? "Correlation with the best candidate" : "Probability of the answer"
    )
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
      guard let file, case .phase(let index) = points[file].decision, !points[file].matches.isEmpty else { return nil }
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
