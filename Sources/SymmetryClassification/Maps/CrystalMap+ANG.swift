import Crystallography
import Foundation

extension CrystalMap {
  /// The map as an .ang file of EDAX OIM.
  ///
  /// The columns are φ1, Φ, φ2 (radians), x, y (µm), image quality, confidence index, phase, detector signal and fit
  /// (degrees): OIM Analysis manual, "Scan data files". The confidence index is the probability; -1, angles of 4π and a
  /// fit of 180 mark points without a phase, as in OIM. The detector signal is 0 without an image, else 1.
  /// Angles and fits that are not known are 0.
  var angText: String {
    var lines = [
      "# TEM_PIXperUM          1.000000", "# x-star                0.000000", "# y-star                0.000000",
      "# z-star                0.000000", "# WorkingDistance       0.000000", "#",
    ]
    // OIM lists the last phase first.
    for (index, phase) in phases.enumerated().reversed() {
      let (lengths, angles) = phase.cellParameters
      let cell = [lengths.x, lengths.y, lengths.z, angles.x, angles.y, angles.z]
      let name = Self.fieldText(phase.name)
      lines += [
        "# Phase \(index + 1)", "# MaterialName  \t\(name)", "# Formula     \t\(name)", "# Info \t\t",
        "# Symmetry              \(phase.laueClass.map(Self.oimSymmetry) ?? 1)",
        "# LatticeConstants      " + cell.map { String(format: "%.3f", $0) }.joined(separator: " "),
        "# NumberFamilies        0", "#",
      ]
    }
    lines += [
      "# GRID: SqrGrid", "# XSTEP: " + String(format: "%.6f", step.x), "# YSTEP: " + String(format: "%.6f", step.y),
      "# NCOLS_ODD: \(columns)", "# NCOLS_EVEN: \(columns)", "# NROWS: \(rows)", "#",
      "# OPERATOR: \tednet \(Version.current)", "#", "# SAMPLEID: \t", "#", "# SCANID: \t", "#",
    ]
    var text = lines.joined(separator: "\n") + "\n"
    text.reserveCapacity(text.utf8.count + 100 * points.count)
    for (index, point) in points.enumerated() { text += angLine(point, at: position(index)) }
    return text
  }

  private func angLine(_ point: Point, at position: SIMD2<Double>) -> String {
    var (angles, confidence, phase, fit) = (Vector3(repeating: 4 * .pi), -1.0, 0, 180.0)
    if case .phase(let index) = point.answer {
      angles = (point.eulerAngles ?? .zero) * (.pi / 180)
      (confidence, phase, fit) = (Double(point.probability ?? 0), index + 1, point.fit ?? 0)
    }
    let signal = point.answer == .notMeasured ? 0 : 1
    return String(
      format: "%9.5f %9.5f %9.5f %12.5f %12.5f %6.1f %6.3f %2d %6d %6.3f\n",
      angles.x,
      angles.y,
      angles.z,
      position.x,
      position.y,
      0.0,
      confidence,
      phase,
      signal,
      fit
    )
  }

  /// The number of OIM for the symmetry of a Laue class, for monoclinic crystals with the unique axis b.
  ///
  /// From the constants of EbsdLib (BlueQuartz Software), `AngConstants.h`.
  private static func oimSymmetry(_ laueClass: LaueClass) -> Int {
    switch laueClass {
    case .bar1: 1
    case .twoOverM: 20
    case .mmm: 22
    case .fourOverM: 4
    case .fourOverMMM: 42
    case .bar3: 3
    case .bar3M: 32
    case .sixOverM: 6
    case .sixOverMMM: 62
    case .mBar3: 23
    case .mBar3M: 43
    }
  }
}
