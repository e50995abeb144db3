import Foundation
import Imaging
import Testing

@testable import Scans

@Suite struct VendorScanTests {
  @Test func kikuchipyGivesItsWholeHeader() throws {
    let folder = try ScanFolder()
    folder.hdf5("a.h5") { file in
      file.kikuchipyHeader()
      file.bytes("/Scan 1/EBSD/Data/patterns", [4, 3, 4], ScanFolder.patterns(4))
      let header = "/Scan 1/EBSD/Header/"
      file.numbers(header + "step_x", [1.5])
      file.numbers(header + "step_y", [0.5], type: "D")
      file.numbers(header + "sample_tilt", [69.5])
      file.numbers(header + "elevation_angle", [2])
      for (name, values) in [("pcx", [0.4, 0.6]), ("pcy", [0.2, 0.2]), ("pcz", [0.5, 0.5])] {
        file.numbers(header + name, values)
      }
      file.bytes(header + "static_background", [3, 4], Array(1...12), chunk: [3, 4], filters: 3)
      file.numbers("/Scan 1/SEM/Header/beam_energy", [15])
      file.bytes("/Scan 2/EBSD/Data/patterns", [4, 3, 4], ScanFolder.patterns(4))
    }
    let source = try folder.open("a.h5")
    let scan = try #require(source.scan)
    #expect(scan.format == "kikuchipy HDF5" && scan.rows == 2 && scan.columns == 2 && source.count == 4)
    #expect(scan.stepX == 1.5 && scan.stepY == 0.5 && scan.voltage == 15)
    #expect(scan.sampleTilt == 69.5 && scan.detectorTilt == 2)
    let center = try #require(scan.patternCenter)
    #expect(abs(center.bruker.x - 0.5) < 1e-12 && abs(center.bruker.y - 0.2) < 1e-12 && center.stored.z == 0.5)
    #expect(abs((center.range?.x ?? 0) - 0.2) < 1e-12)
    #expect(scan.staticBackground?.pixels == (1...12).map { Float($0) })
    #expect(scan.position(of: 3)?.row == 1 && scan.position(of: 3)?.column == 1 && scan.position(of: 4) == nil)
    #expect(scan.notes == ["the file holds 2 scans, of which Scan 1 is read"])
  }

  private func edax(_ file: HDF5Output, count: UInt64, grid: String) {
    file.text("/ Manufacturer", "EDAX")
    file.bytes("/Scan 1/EBSD/Data/Pattern", [count, 3, 4], ScanFolder.patterns(Int(count)))
    let header = "/Scan 1/EBSD/Header/"
    file.integers(header + "nRows", [3], bigEndian: true)
    file.integers(header + "nColumns", [3])
    file.text(header + "Grid Type", grid)
    file.numbers(header + "Step X", [0.25])
    file.numbers(header + "Step Y", [0.2165])
    file.numbers(header + "Sample Tilt", [-70])
    for (name, value) in [("x-star", 0.5), ("y-star", 0.75), ("z-star", 0.6)] {
      file.numbers(header + "Pattern Center Calibration/" + name, [value])
    }
  }

  @Test func edaxConvertsItsPatternCenterAndArrangesHexagonalGrids() throws {
    let folder = try ScanFolder()
    folder.hdf5("a.oh5") { edax($0, count: 9, grid: "SqrGrid") }
    let square = try #require(try folder.open("a.oh5").scan)
    // The pattern is wider than high, so that z* is in heights in both conventions.
    #expect(square.patternCenter?.bruker == SIMD3(0.5, 0.25, 0.6) && square.patternCenter?.convention == "EDAX")
    #expect(square.grid == .square && square.positions == nil && square.notes.isEmpty)
    #expect(square.sampleTilt == 70)
    folder.hdf5("hex.h5") { edax($0, count: 8, grid: "HexGrid") }
    let hexagonal = try #require(try folder.open("hex.h5").scan)
    #expect(hexagonal.grid == .hexagonal && hexagonal.positions == [0, 1, 2, 3, 4, 6, 7, 8])
  }

  @Test func oxfordReadsRadiansAndAPartOfTheMap() throws {
    let folder = try ScanFolder()
    folder.hdf5("a.h5oina") { file in
      file.text("/Manufacturer", "Oxford Instruments", variable: true)
      file.bytes("/1/EBSD/Data/Processed Patterns", [3, 3, 4], ScanFolder.patterns(3))
      file.bytes("/1/EBSD/Data/Unprocessed Patterns", [3, 3, 4], ScanFolder.patterns(3).map { $0 / 2 })
      file.numbers("/1/EBSD/Data/X", [0, 1, 0.5])
      file.numbers("/1/EBSD/Data/Y", [0, 0, 0.5])
      for (name, value) in [("Pattern Center X", 0.5), ("Pattern Center Y", 0.6), ("Detector Distance", 0.7)] {
        file.numbers("/1/EBSD/Data/" + name, [value, value, value])
      }
      let header = "/1/EBSD/Header/"
      file.integers(header + "X Cells", [3])
      file.integers(header + "Y Cells", [2])
      file.numbers(header + "X Step", [0.5])
      file.numbers(header + "Y Step", [0.5])
      file.numbers(header + "Beam Voltage", [20])
      file.numbers(header + "Tilt Angle", [70 * Double.pi / 180])
      file.numbers(header + "Detector Orientation Euler", [0, 91.5 * Double.pi / 180, 0])
    }
    let source = try folder.open("a.h5oina")
    let scan = try #require(source.scan)
    #expect(try source.image(at: 1).image.pixels == ScanFolder.patterns(3)[12..<24].map { Float($0) })
    #expect(scan.rows == 2 && scan.columns == 3 && scan.positions == [0, 2, 4])
    #expect(abs((scan.sampleTilt ?? 0) - 70) < 1e-9 && abs((scan.detectorTilt ?? 0) - 1.5) < 1e-9)
    // y* from the bottom in widths, and z* in widths: 1 - 0.6 · 4 / 3, and 0.7 · 4 / 3.
    let center = try #require(scan.patternCenter?.bruker)
    #expect(abs(center.y - 0.2) < 1e-9 && abs(center.z - 2.8 / 3) < 1e-9 && scan.patternCenter?.range == nil)
    #expect(
      scan.notes == [
        "of processed and unprocessed patterns, the processed ones are read",
        "3 of 6 positions of the map have no pattern",
      ]
    )
  }

  @Test func aMapOfTooManyPositionsIsNotUsed() throws {
    let folder = try ScanFolder()
    folder.hdf5("a.h5oina") { file in
      file.text("/Manufacturer", "Oxford Instruments", variable: true, utf8: true)
      file.bytes("/1/EBSD/Data/Processed Patterns", [2, 3, 4], ScanFolder.patterns(2))
      file.numbers("/1/EBSD/Data/X", [0, 1])
      file.numbers("/1/EBSD/Data/Y", [0, 0x1p61])
      for name in ["X Step", "Y Step"] { file.numbers("/1/EBSD/Header/" + name, [1]) }
      for name in ["X Cells", "Y Cells"] { file.numbers("/1/EBSD/Header/" + name, [0x1p62]) }
    }
    let scan = try #require(try folder.open("a.h5oina").scan)
    #expect(scan.rows == nil && scan.positions == nil)
    #expect(scan.notes.first?.hasPrefix("the file states a map of") == true)
  }

  @Test func brukerArrangesARegionOfInterest() throws {
    let folder = try ScanFolder()
    folder.hdf5("a.h5") { file in
      file.text("/Manufacturer", "Bruker Nano")
      file.bytes("/Scan 0/EBSD/Data/RawPatterns", [5, 3, 4], ScanFolder.patterns(5))
      // An L, in the order of measurement.
      file.integers("/Scan 0/EBSD/SEM/IX", [7, 6, 6, 8, 6])
      file.integers("/Scan 0/EBSD/SEM/IY", [12, 10, 11, 12, 12])
      file.numbers("/Scan 0/EBSD/Header/KV", [20])
      file.integers("/Scan 0/EBSD/Header/NROWS", [50])
      file.integers("/Scan 0/EBSD/Header/NCOLS", [50])
    }
    let scan = try #require(try folder.open("a.h5").scan)
    #expect(scan.rows == 3 && scan.columns == 3 && scan.positions == [7, 0, 3, 8, 6])
    #expect(scan.notes == ["4 of 9 positions of the map have no pattern"] && scan.voltage == 20)
  }

  @Test func emsoftConvertsPixelsAndMicrometres() throws {
    let folder = try ScanFolder()
    folder.hdf5("a.h5") { file in
      file.bytes("/EMData/EBSD/EBSDPatterns", [2, 3, 4], ScanFolder.patterns(2))
      let names = "/NMLparameters/EBSDNameList/"
      for (name, value) in [("xpc", 0.4), ("ypc", 0.6), ("L", 150), ("delta", 50), ("energymax", 20), ("thetac", 10)] {
        file.numbers(names + name, [value])
      }
    }
    let scan = try #require(try folder.open("a.h5").scan)
    let center = try #require(scan.patternCenter?.bruker)
    #expect(abs(center.x - 0.4) < 1e-9 && abs(center.y - 0.3) < 1e-9 && abs(center.z - 1) < 1e-9)
    #expect(scan.voltage == 20 && scan.detectorTilt == 10 && scan.rows == nil)
  }

  @Test func filesWithoutPatternsAreNamed() throws {
    let folder = try ScanFolder()
    folder.hdf5("other.h5") { $0.numbers("/table", [1, 2]) }
    #expect(folder.error("other.h5")?.contains("is an HDF5 file without patterns in a layout that ednet knows") == true)
    folder.hdf5("unknown.h5") { file in
      file.text("/Manufacturer", "Ac\nme")
      file.bytes("/1/EBSD/Data/Pattern", [1, 3, 4], ScanFolder.patterns(1))
    }
    #expect(folder.error("unknown.h5")?.contains("a scan file of \"Ac?me\"") == true)
    folder.hdf5("indexed.h5oina") { file in
      file.text("/Manufacturer", "Oxford Instruments")
      file.numbers("/1/EBSD/Data/Phase", [1])
    }
    #expect(folder.error("indexed.h5oina")?.contains("holds no patterns (Processed Patterns, Unprocessed") == true)
  }
}
