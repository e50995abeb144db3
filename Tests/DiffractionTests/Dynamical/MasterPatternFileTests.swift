import Crystallography
import Diffraction
import Foundation
import Imaging
import TestSupport
import Testing

@Suite struct MasterPatternFileTests {
  private let description = MasterPatternDescription(
    crystal: "Ni",
    spaceGroup: 225,
    voltage: 20,
    smallestSpacing: 0.8,
    kind: "dynamical",
    parameters: ["thickness": "100 Å", "beams": "strong/weak"]
  )

  /// Runs the body with a temporary folder.
  private func inFolder(_ body: (_ path: (String) -> String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "ednet-master-\(UUID().uuidString)"
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body { folder.appending(path: $0).path }
  }

  @Test func roundTripsWithin16Bits() throws {
    try inFolder { path in
      let file = MasterPatternFile(SmoothMasterPattern.grid(size: 21), description: description)
      try file.write(to: path("Ni.png"))
      let read = try MasterPatternFile.read(path("Ni.png"))
      #expect(read.description == description)
      let (before, after) = (file.masterPattern, read.masterPattern)
      let all = before.northern + before.southern
      let range = (all.max() ?? 0) - (all.min() ?? 0)
      #expect(before.size == after.size)
      for (a, b) in zip(all, after.northern + after.southern) {
        #expect(abs(a - b) <= range / 65535)
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: path(""))
      #expect(names.sorted() == ["Ni.json", "Ni.png"])
    }
  }

  @Test func leftHalfOfTheImageIsTheNorthernHemisphere() throws {
    try inFolder { path in
      let north: [Float] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
      let south: [Float] = [0, 0.1, 0.2, 0.3, 1, 0.5, 0.6, 0.7, 0.8]
      let pattern = MasterPattern(size: 3, northern: north, southern: south)
      try MasterPatternFile(pattern).write(to: path("a.png"))
      let picture = try PNG.read(path("a.png"))
      #expect(picture.bitDepth == 16 && picture.image.width == 6 && picture.image.height == 3)
      #expect(picture.image[0, 2] == (0.2 * 65535 as Float).rounded())
      #expect(
        picture.image[1, 4] == 65535 && picture.image[1, 1] == (0.4 * 65535 as Float).rounded()
      )
      #expect(try MasterPatternFile.read(path("a.png")).description == nil)
    }
  }

  @Test func imageWithoutJSONIsScaledToUnitRange() throws {
    try inFolder { path in
      var image = GrayImage(width: 6, height: 3)
      image[1, 1] = 65535
      image[2, 5] = 13107
      try PNG.write(image, to: path("alone.png"), bitDepth: .sixteen)
      let pattern = try MasterPatternFile.read(path("alone.png")).masterPattern
      #expect(pattern.northern == [0, 0, 0, 0, 1, 0, 0, 0, 0])
      #expect(abs(pattern.southern[8] - 0.2) < 1e-6)
      image.pixels = image.pixels.map { $0 / 257 }
      try PNG.write(image, to: path("eight.png"))
      let eight = try MasterPatternFile.read(path("eight.png")).masterPattern
      #expect(eight.northern == pattern.northern && eight.southern == pattern.southern)
    }
  }

  @Test func roundTripsConstantAndExtremeRanges() throws {
    try inFolder { path in
      let five = [Float](repeating: 5, count: 9)
      let constant = MasterPattern(size: 3, northern: five, southern: five)
      try MasterPatternFile(constant).write(to: path("five.png"))
      #expect(try MasterPatternFile.read(path("five.png")).masterPattern == constant)
      let great = Float.greatestFiniteMagnitude
      let wide = MasterPattern(
        size: 3,
        northern: [Float](repeating: -great, count: 9),
        southern: [Float](repeating: great, count: 9)
      )
      try MasterPatternFile(wide).write(to: path("wide.png"))
      #expect(try MasterPatternFile.read(path("wide.png")).masterPattern == wide)
    }
  }

  @Test func damagedFilesThrowASentenceWithTheirName() throws {
    try inFolder { path in
      func expect(_ sentence: String, _ name: String = "a.png") {
        let error = #expect(throws: DiffractionError.self) {
          try MasterPatternFile.read(path(name))
        }
        let text = error?.description ?? ""
        #expect(text.contains(sentence) && text.hasPrefix(path("a")), "\(text)")
        #expect(!text.contains("\n"))
      }
      expect("no such file")
      expect("must end in .png", "a.tiff")
      try MasterPatternFile(SmoothMasterPattern.grid(size: 5), description: description).write(
        to: path("a.png")
      )
      let picture = try Data(contentsOf: URL(filePath: path("a.png")))
      let json = try String(contentsOfFile: path("a.json"), encoding: .utf8)
      func write(json: String) throws {
        try json.write(toFile: path("a.json"), atomically: false, encoding: .utf8)
      }

      try picture.prefix(picture.count / 2).write(to: URL(filePath: path("a.png")))
      expect("truncated")
      try Data("not a picture".utf8).write(to: URL(filePath: path("a.png")))
      expect("not an image in a known format")
      try PNG.write(GrayImage(width: 10, height: 6), to: path("a.png"), bitDepth: .sixteen)
      expect("10 × 6 pixels are not a master pattern")
      try PNG.write(GrayImage(width: 8, height: 4), to: path("a.png"), bitDepth: .sixteen)
      expect("odd number of rows")
      try PNG.write(GrayImage(width: 10, height: 5), to: path("a.png"), bitDepth: .sixteen)
      expect("does not match")
      try picture.write(to: URL(filePath: path("a.png")))

      try write(json: String(json.dropLast(30)))
      expect("does not describe a master pattern")
      try write(json: json.replacing("\"size\"", with: "\"width\""))
      expect("\"size\" is missing")
      try write(json: json.replacing("\"formatVersion\" : 1", with: "\"formatVersion\" : 2"))
      expect("format version 2")
      let range = try #require(json.range(of: "\"intensityRange\" : [")?.upperBound)
      try write(json: json[..<range] + "9, " + json[range...])
      expect("two finite numbers")
      try write(json: json)
      #expect(try MasterPatternFile.read(path("a.png")).description == description)
    }
  }

  @Test func failedWriteThrowsAndLeavesNoFile() throws {
    try inFolder { path in
      var north = [Float](repeating: 0, count: 9)
      north[4] = .nan
      let pattern = MasterPattern(size: 3, northern: north, southern: north)
      #expect(throws: DiffractionError.self) {
        try MasterPatternFile(pattern).write(to: path("a.png"))
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: path(""))
      #expect(left.isEmpty)
      let fine = MasterPatternFile(SmoothMasterPattern.grid(size: 3))
      let error = #expect(throws: DiffractionError.self) { try fine.write(to: path("none/a.png")) }
      #expect(error?.description.contains("cannot be written") == true)
    }
  }

  @Test(
    .enabled(if: Project.sharedHas("master_patterns"), "../shared/master_patterns is absent")
  )
  func readsEMsoftMasterPatterns() throws {
    let path = Project.shared.appending(path: "master_patterns/Mo-molybdenum-A2_229.png").path
    let pattern = try MasterPatternFile.read(path).masterPattern
    #expect(pattern.size == 401)
    // Cubic, but the axes on the equator are less bright than those at the poles, since the rings of these files lie
    // one pixel too far out (Documentation/Physics.md).
    let equator: [Vector3] = [[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0]]
    let intensities = equator.map { pattern.intensity(in: $0) }
    for intensity in intensities { #expect(abs(intensity - intensities[0]) < 0.01) }
    #expect(abs(pattern.intensity(in: [0, 0, 1]) - pattern.intensity(in: [0, 0, -1])) < 0.01)
  }
}
