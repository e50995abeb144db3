import Crystallography
import Diffraction
import Foundation
import Imaging
import Scans
import Testing

@testable import Pipelines

@Suite struct PhaseImagesTests {
  /// A folder with a scan of NORDIF of 2 × 3 patterns of 8 × 4 pixels, taken at 15 kV and 65°, and two images.
  private final class Scan {
    let root = NSTemporaryDirectory() + "ednet-images-\(UUID())"
    let pixels = (0..<6 * 32).map { UInt8($0) }

    init(voltage: String = "15") throws {
      ScanFormats.register()
      try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
      let settings = [
        "[NORDIF]\t\t", "[Microscope]\t\t", "Accelerating voltage\t\(voltage)\tkV", "Tilt angle\t65\t°",
        "[Detector angles]\t\t", "Elevation\t5\t°", "[Acquisition settings]\t\t", "Resolution\t8x4\tpx", "[Area]\t\t",
        "Step size\t1\tµm", "Number of samples\t2x3\t#",
      ]
      try write("Setting.txt", Array(settings.joined(separator: "\r\n").utf8))
      try write("Pattern.dat", pixels)
      for (number, name) in ["a.png", "b.png"].enumerated() {
        let image = GrayImage(width: 8, height: 4, pixels: (0..<32).map { Float($0 * (number + 2)) })
        try write(name, PNG.encode(image, bitDepth: .eight))
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ name: String, _ bytes: [UInt8]) throws { try OutputFile.write(bytes, to: root + "/" + name) }

    func table(_ text: String) throws { try write("patterns.csv", Array(text.utf8)) }

    func images(
      _ names: String...,
      notes: Notes = Notes(),
      settings: (inout PhaseConfiguration) -> Void = { _ in }
    ) throws -> PhaseImages {
      var configuration = PhaseConfiguration(patterns: names.map { "\(root)/\($0)" }, structures: [])
      settings(&configuration)
      return try PhaseImages(configuration, observer: notes)
    }

    func error(_ names: String..., settings: (inout PhaseConfiguration) -> Void = { _ in }) -> String {
      do {
        var configuration = PhaseConfiguration(patterns: names.map { "\(root)/\($0)" }, structures: [])
        settings(&configuration)
        _ = try PhaseImages(configuration, observer: SilentObserver())
        return "none"
      } catch { return "\(error)".replacingOccurrences(of: root + "/", with: "") }
    }
  }

  private final class Notes: PipelineObserver {
    var notes: [String] = []
    func receive(_ event: PipelineEvent) { if case .note(let text) = event { notes.append(text) } }
  }

  @Test func theFileStatesTheConditionsAndOptionsReplaceThem() throws {
    let scan = try Scan()
    let stated = try scan.images("Pattern.dat")
    #expect(stated.voltage == 15 && stated.groups.count == 1 && stated.groups[0].images == Array(0..<6))
    let geometry = stated.groups[0].geometry
    #expect(geometry.sampleTilt == 65 && geometry.detectorTilt == -5 && !stated.groups[0].hasPatternCenter)
    let given = try scan.images("Pattern.dat") { settings in
      (settings.voltage, settings.sampleTilt, settings.detectorTilt) = (10, 70, 0)
      (settings.patternCenter, settings.convention) = ([0.5, 0.4, 0.6], .oxford)
    }
    #expect(given.voltage == 10 && given.groups[0].geometry.sampleTilt == 70)
    #expect(given.groups[0].geometry.detectorTilt == 0 && given.groups[0].hasPatternCenter)
    // Oxford counts y from the bottom and z, both in widths.
    #expect((given.groups[0].geometry.patternCenter - [0.5, 1 - 0.8, 1.2]).length < 1e-12)
  }

  @Test func theTableComesFirstForItsImages() throws {
    let scan = try Scan()
    let center = "pattern_center_x,pattern_center_y,pattern_center_z,pattern_center_convention"
    try scan.table(
      "file,index,voltage,sample_tilt,\(center)\nPattern.dat,4,,60,0.5,0.8,0.6,edax\nPattern.dat,,10,,,,,\n"
    )
    let images = try scan.images("Pattern.dat") { $0.voltage = 10 }
    #expect(images.groups.map(\.images) == [[0, 1, 2, 3, 5], [4]])
    let geometry = images.groups[1].geometry
    #expect(geometry.sampleTilt == 60 && (geometry.patternCenter - [0.5, 0.2, 0.6]).length < 1e-12)
    #expect(images.groups.map(\.hasPatternCenter) == [false, true])
    try scan.table("file,voltage\nPattern.dat,much\n")
    #expect(scan.error("Pattern.dat") == "patterns.csv: Pattern.dat: voltage must be a number from 3 to 50, not 'much'")
  }

  @Test func severalVoltagesAreAnError() throws {
    let scan = try Scan()
    try scan.table("file,voltage\na.png,20\nb.png,15\n")
    #expect(try scan.images("Pattern.dat", "b.png").voltage == 15)
    #expect(
      scan.error("Pattern.dat", "a.png")
        == "the images have several voltages, such as 15 kV (Pattern.dat[0]) and 20 kV (a.png); give them in separate "
        + "runs, or one for all with --voltage"
    )
    #expect(try Scan(voltage: "300").error("Pattern.dat").contains("the file states 300 kV"))
  }

  @Test func anUnknownVoltageIsNoted() throws {
    let (scan, notes) = (try Scan(), Notes())
    #expect(try scan.images("a.png", notes: notes).voltage == 20)
    #expect(notes.notes == ["the voltage is not stated, so 20 kV are assumed; --voltage gives another one"])
    let silent = Notes()
    #expect(try scan.images("a.png", "Pattern.dat", notes: silent).voltage == 15)
    #expect(silent.notes.isEmpty)
  }

  @Test func imagesAreReadInTheirOrder() throws {
    let scan = try Scan()
    let images = try scan.images("a.png", "Pattern.dat", "b.png")
    let expected = [2, 3].map { factor in (0..<32).map { Float($0 * factor) } }
    #expect(try images.image(0).pixels == expected[0] && images.image(7).pixels == expected[1])
    #expect(try images.image(2).pixels == scan.pixels[32..<64].map { Float($0) })
  }
}
