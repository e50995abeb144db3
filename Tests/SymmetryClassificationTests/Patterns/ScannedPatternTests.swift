import Foundation
import Imaging
import SymmetryClassification
import TestSupport
import Testing

@Suite struct ScannedPatternTests {
  private let preprocessing = SmallClassifier.preprocessing

  private func scan(_ files: TemporaryPatterns) throws -> PatternScan<ScannedPattern> {
    let preprocessing = preprocessing
    return try PatternScan(PatternFolder(files.root, purpose: .evaluation)) {
      ScannedPattern($1, preprocessing: preprocessing)
    }
  }

  private func stripes() throws -> TemporaryPatterns {
    let files = try TemporaryPatterns()
    for (number, direction) in StripedPattern.allCases.enumerated() {
      for index in 0..<2 {
        let image = direction.image(size: 24, number: index)
        try files.write(
          "\(["cF", "cI", "hP"][number])/s\(index)/\(index).png",
          PNG.encode(image, bitDepth: .eight)
        )
      }
    }
    return files
  }

  @Test func imagesAreBroughtToSize() throws {
    let scan = try scan(stripes())
    for (index, direction) in StripedPattern.allCases.enumerated() {
      let content = scan.contents[2 * index]
      #expect(content.image == preprocessing.compacted(direction.image(size: 24, number: 0)))
      #expect(content.image.byteCount == 2 * 16 * 16)
      #expect(content.image.width == 16 && content.image.height == 16)
    }
  }

  @Test func fingerprintsAreThoseOfTheFiles() throws {
    let files = try stripes()
    let scan = try scan(files)
    for (entry, fingerprint) in zip(scan.entries, scan.fingerprints) {
      let bytes = try Data(contentsOf: URL(filePath: files.root + "/" + entry.path))
      #expect(fingerprint == PatternFingerprint([UInt8](bytes)))
    }
    #expect(Set(scan.fingerprints).count == scan.contents.count)
  }

  @Test func labelsFollowNamesAndNotTheirOrder() throws {
    let scan = try scan(stripes())
    #expect(scan.labeled([0, 2, 4], classes: ["hP", "cI", "cF"]).labels == [2, 1, 0])
    let labeled = scan.labeled([5, 1], classes: ["x", "cF", "hP"])
    #expect(labeled.labels == [2, 1])
    #expect(labeled.images == [scan.contents[5].image, scan.contents[1].image])
    #expect(scan.labeled([], classes: []).images.isEmpty)
  }

  @Test func conversionsAreCounted() throws {
    let files = try stripes()
    #expect(try scan(files).conversionNotes.isEmpty)
    try files.write("cF/s0/colour.png", ColorImages.red)
    try files.write("cF/s0/clear.png", ColorImages.translucentGray)
    let notes = try scan(files).conversionNotes
    #expect(
      notes == [
        "1 of 8 images: colour turned into luminance", "1 of 8 images: transparency ignored",
      ]
    )
  }

  @Test func predictionsKnowFileSpecimenAndTruth() throws {
    let scan = try scan(stripes())
    let classifier = try SmallClassifier.untrained()
    let classes = ["cI", "hP", "cF"]
    let predictions = try classifier.predictions(
      for: [4, 1],
      of: scan,
      classes: classes,
      threads: 2
    )
    #expect(predictions.map(\.file) == ["hP/s0/0.png", "cF/s1/1.png"])
    #expect(predictions.map(\.specimen) == ["s0", "s1"])
    #expect(predictions.map(\.trueClass) == [1, 2])
    let alone = try classifier.probabilities(for: [scan.contents[1].image], threads: 1)
    #expect(predictions[1].probabilities == alone[0])
  }
}
