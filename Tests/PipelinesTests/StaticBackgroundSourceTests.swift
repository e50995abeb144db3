import Imaging
import SymmetryClassification
import TestSupport
import Testing

@testable import Pipelines

@Suite struct StaticBackgroundSourceTests {
  private final class Warnings: PipelineObserver {
    var sentences: [String] = []
    func receive(_ event: PipelineEvent) { if case .warning(let text) = event { sentences.append(text) } }
  }

  @Test func theOptionIsMeanOrAPath() {
    #expect(StaticBackgroundSource("mean") == .mean)
    #expect(StaticBackgroundSource("detector/mean.png") == .file("detector/mean.png"))
  }

  @Test func theMeanIsThatOfAllPatternsOnAnyNumberOfThreads() throws {
    let fixture = try PatternFolderFixture()
    let folder = try PatternFolder(fixture.path)
    let warnings = Warnings()
    let one = try StaticBackgroundSource.mean.background(of: folder, threads: 1, observer: warnings)
    let three = try StaticBackgroundSource.mean.background(of: folder, threads: 3, observer: SilentObserver())
    #expect(one == three)
    #expect(
      warnings.sentences.first
        == "the static background is the mean of 36 patterns; below 50 it holds bands, which the division removes"
    )
    let images = try folder.entries.map { try ImageFormats.read("\(fixture.path)/\($0.path)").image }
    let sums = images[0].pixels.indices.map { pixel in images.reduce(0) { $0 + Double($1.pixels[pixel]) } }
    let mean = sums.reduce(0, +) / Double(sums.count)
    for (pixel, sum) in zip(one.image.pixels, sums) { #expect(abs(Double(pixel) - sum / mean) < 1e-5) }
  }

  @Test func patternsOfSeveralSizesAreAnError() throws {
    let fixture = try PatternFolderFixture()
    try PNG.write(GrayImage(width: 7, height: 5, filledWith: 3), to: "\(fixture.path)/hP/s0/odd.png")
    let error = #expect(throws: PipelineError.self) {
      try StaticBackgroundSource.mean.background(
        of: PatternFolder(fixture.path),
        threads: 2,
        observer: SilentObserver()
      )
    }
    #expect(error?.description.hasSuffix("hP/s0/odd.png has 7 × 5") == true)
    #expect(throws: PipelineError.self) { try StaticBackgroundSource.mean.background(of: []) }
    #expect(throws: ImageFileError.self) { try StaticBackgroundSource.file("none.png").background(of: []) }
  }

  @Test func aGainMapIsTakenOutOfTraining() throws {
    // The same patterns, seen by a detector with a strong gain map, give the same inputs.
    let fixture = try PatternFolderFixture()
    let gain = GrayImage(width: 20, height: 20, pixels: (0..<400).map { 0.25 + Float($0 % 20) / 40 })
    let folder = try PatternFolder(fixture.path)
    let preprocessing = Preprocessing(size: 20, background: .none)
    let clean = try PatternScan(
      folder,
      preprocessing: preprocessing,
      staticBackground: nil,
      skipsUnreadable: false,
      allowsDuplicates: true,
      threads: 1
    )
    for entry in folder.entries {
      let path = "\(fixture.path)/\(entry.path)"
      var image = try ImageFormats.read(path).image
      for pixel in image.pixels.indices { image.pixels[pixel] *= gain.pixels[pixel] * 200 }
      try PNG.write(image, to: path, bitDepth: .sixteen)
    }
    try PNG.write(
      GrayImage(width: 20, height: 20, pixels: gain.pixels.map { $0 * 60_000 }),
      to: "\(fixture.path)/gain.png",
      bitDepth: .sixteen
    )
    let restored = try PatternScan(
      folder,
      preprocessing: preprocessing,
      staticBackground: StaticBackgroundSource.file("\(fixture.path)/gain.png").background(
        of: folder,
        threads: 1,
        observer: SilentObserver()
      ),
      skipsUnreadable: false,
      allowsDuplicates: true,
      threads: 1
    )
    for (a, b) in zip(clean.contents, restored.contents) {
      for (x, y) in zip(preprocessing.normalized(a.image.image), preprocessing.normalized(b.image.image)) {
        #expect(abs(x - y) < 0.02)
      }
    }
  }
}
