import Crystallography
import Scans

extension CrystalMap {
  /// The map as an HDF5 file in the layout of orix 0.15 (`orix.io.plugins.orix_hdf5`).
  ///
  /// `crystal_map/data` has for each point x and y (µm), Bunge's Euler angles (radians), the number of its phase (-1
  /// without one), `is_in_data` (false without an image) and the point's probability or score; `crystal_map/header` the
  /// steps and the phases. Angles, probabilities and deviations that are not known are 0.
  func orixBytes() throws -> [UInt8] {
    let file = try HDF5Writer()
    try file.write("orix", to: "manufacturer")
    try file.write("ednet \(Version.current)", to: "version")
    func write(_ name: String, _ value: (Point) -> Double) throws {
      try file.write(points.map(value), to: "crystal_map/data/\(name)")
    }
    let positions = points.indices.map(position)
    try file.write(positions.map(\.x), to: "crystal_map/data/x")
    try file.write(positions.map(\.y), to: "crystal_map/data/y")
    try write("phi1") { ($0.eulerAngles?.x ?? 0) * .pi / 180 }
    try write("Phi") { ($0.eulerAngles?.y ?? 0) * .pi / 180 }
    try write("phi2") { ($0.eulerAngles?.z ?? 0) * .pi / 180 }
    try write(measure) { Double($0.probability ?? 0) }
    try write("fit") { $0.fit ?? 0 }
    try file.write(points.map { $0.answer.phaseNumber }, to: "crystal_map/data/phase_id")
    try file.write(points.indices.map(Int64.init), to: "crystal_map/data/id")
    try file.write(points.map { $0.answer != .notMeasured }, to: "crystal_map/data/is_in_data")
    let header = "crystal_map/header"
    try file.write("square", to: "\(header)/grid_type")
    try file.write("um", to: "\(header)/scan_unit")
    try file.write([Int64(rows)], to: "\(header)/ny")
    try file.write([Int64(columns)], to: "\(header)/nx")
    try file.write([step.y], to: "\(header)/y_step")
    try file.write([step.x], to: "\(header)/x_step")
    try file.write([1] as [Int64], to: "\(header)/rotations_per_point")
    for (index, phase) in phases.enumerated() { try add(phase, index, to: file, in: "\(header)/phases/\(index)") }
    return try file.bytes()
  }

  /// Matplotlib's colours of lines, in its order.
  private static let colors = ["blue", "orange", "green", "red", "purple", "brown", "pink", "gray", "olive", "cyan"]

  private func add(_ phase: Phase, _ index: Int, to file: HDF5Writer, in group: String) throws {
    try file.write(Self.fieldText(phase.name), to: "\(group)/name")
    try file.write("tab:" + Self.colors[index % Self.colors.count], to: "\(group)/color")
    // orix derives the point group from the space group.
    if let number = phase.spaceGroupNumber {
      try file.write([Int64(number)], to: "\(group)/space_group")
      try file.write("None", to: "\(group)/point_group")
    } else {
      try file.write("None", to: "\(group)/space_group")
      try file.write(phase.laueClass?.rawValue ?? "None", to: "\(group)/point_group")
    }
    let (lengths, angles) = phase.cellParameters
    let lattice = "\(group)/structure/lattice"
    try file.write([lengths.x, lengths.y, lengths.z, angles.x, angles.y, angles.z], to: "\(lattice)/abcABG")
    try file.write([1, 0, 0, 0, 1, 0, 0, 0, 1], rows: 3, to: "\(lattice)/baserot")
    try file.addGroup("\(group)/structure/atoms")
  }
}

extension CrystalMap.Answer {
  /// The number of the phase; -1 without one.
  fileprivate var phaseNumber: Int64 {
    if case .phase(let index) = self { return Int64(index) }
    return -1
  }
}
