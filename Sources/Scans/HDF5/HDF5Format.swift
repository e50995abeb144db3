import CHDF5
import Imaging

/// Scan files in HDF5: the vendors' variants of h5ebsd (Jackson 2014), and the patterns that EMsoft simulates.
struct HDF5Format: ImageFormat {
  let name = "HDF5"
  let extensions = ["h5oina", "oh5"]

  func recognizes(_ start: [UInt8]) -> Bool {
    start.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])
  }

  func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    let file = try HDF5File(file)
    if let source = try EMsoftScan.open(file) { return source }
    let scans = try Self.scanGroups(of: file)
    guard let first = scans.first else {
      throw ImageFileError(
        file: file.name,
        reason: .foreign(
          "an HDF5 file without patterns in a layout that ednet knows (kikuchipy, EDAX, Oxford Instruments, Bruker, "
            + "EMsoft)"
        )
      )
    }
    var scan = VendorScan(group: HDF5Header(file: file, path: first))
    if scans.count > 1 {
      scan.notes.append("the file holds \(scans.count) scans, of which \(first.dropFirst()) is read")
    }
    let maker = try Self.manufacturer(of: file)
    let known = maker.lowercased()
    if known == "kikuchipy" { return try scan.kikuchipy() }
    if known.hasPrefix("edax") || known.hasPrefix("ametek") { return try scan.edax() }
    if known.hasPrefix("oxford") { return try scan.oxford() }
    if known.hasPrefix("bruker") { return try scan.bruker() }
    // A damaged name may hold anything.
    let name = String(maker.prefix(40).map { $0 == " " || $0.isLetter || $0.isNumber ? $0 : "?" })
    throw ImageFileError(
      file: file.name,
      reason: .foreign("a scan file of \"\(name)\", whose layout ednet does not know; export it as HDF5 of kikuchipy")
    )
  }

  /// The manufacturer's name; EDAX writes spaces before the name of the dataset.
  private static func manufacturer(of file: HDF5File) throws(ImageFileError) -> String {
    let name = try file.members(of: "/").first { $0.lowercased().filter { $0 != " " } == "manufacturer" }
    let text = try name.flatMap { name throws(ImageFileError) in try file.dataset("/" + name)?.text() }
    return text ?? ""
  }

  /// The groups that hold scans, found down to four levels.
  private static func scanGroups(of file: HDF5File) throws(ImageFileError) -> [String] {
    var found: [String] = []
    var level = [""]
    for _ in 0..<4 where found.isEmpty {
      var below: [String] = []
      for parent in level.prefix(100) {
        for name in try file.members(of: parent.isEmpty ? "/" : parent) {
          let path = "\(parent)/\(name)"
          if try file.contains("\(path)/EBSD/Data") { found.append(path) } else { below.append(path) }
        }
      }
      level = below
    }
    return found
  }
}
