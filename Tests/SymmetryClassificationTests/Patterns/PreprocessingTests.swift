import Foundation
import Imaging
import RandomNumbers
import SymmetryClassification
import Testing

private func pattern(_ width: Int, _ height: Int) -> GrayImage {
  var generator = KeyedGenerator(4)
  var image = GrayImage(width: width, height: height)
  for row in 0..<height {
    for column in 0..<width {
      image[row, column] = generator.uniform(in: 50...90) + Float(row) + 2 * Float(column)
    }
  }
  return image
}

private func decoded(_ json: String) throws -> Preprocessing {
  try JSONDecoder().decode(Preprocessing.self, from: Data(json.utf8))
}

@Suite struct PreprocessingTests {
  @Test func anyImageBecomesStandardPixels() {
    for (width, height) in [(128, 128), (60, 60), (480, 300), (1, 1), (3, 200)] {
      for fit in Preprocessing.Fit.allCases {
        for circularMask in [false, true] {
          let preprocessing = Preprocessing(size: 32, fit: fit, circularMask: circularMask)
          let pixels = preprocessing(pattern(width, height))
          #expect(pixels.count == 1024)
          let squares = pixels.reduce(0) { $0 + $1 * $1 }
          let inside = circularMask ? CircularMask(width: 32, height: 32).pixelCount : 1024
          let isConstant = width == 1
          #expect(
            isConstant ? squares == 0 : abs(squares / Float(inside) - 1) < 1e-3,
            "\(width) × \(height) \(fit) \(circularMask): \(squares)"
          )
        }
      }
    }
  }

  @Test func gainAndOffsetOfTheDetectorDoNotMatter() {
    let image = pattern(64, 64)
    var gained = image
    gained.pixels = gained.pixels.map { 7 * $0 }
    let preprocessing = Preprocessing(size: 48)
    let difference = zip(preprocessing(image), preprocessing(gained)).map { abs($0 - $1) }
    #expect(difference.reduce(0, max) < 1e-3)
  }

  @Test func bothStepsAreTheWhole() {
    let preprocessing = Preprocessing(
      size: 40,
      background: .subtract(sigma: 0.1),
      scaling: .percentile(low: 1, high: 99)
    )
    let image = pattern(90, 70)
    let resized = preprocessing.compacted(image).image
    #expect(resized.width == 40 && resized.height == 40)
    #expect(preprocessing.normalized(resized) == preprocessing(image))
    #expect(preprocessing(image) == preprocessing(image))
  }

  @Test func shadowsAreFilledBeforeTheBackgroundGoes() {
    var image = pattern(48, 48)
    for row in 0..<12 { for column in 0..<12 { image[row, column] = 0 } }
    let filling = Preprocessing(size: 48, fillShadows: true)
    let plain = Preprocessing(size: 48)
    let isFilledFirst = filling.normalized(image) == plain.normalized(image.withShadowsFilled())
    #expect(isFilledFirst)
    let differs = filling(image) != plain(image)
    #expect(differs)
  }

  @Test func outliersAreReplacedBeforeTheImageIsResized() {
    let image = pattern(96, 96)
    var hot = image
    hot[40, 50] = 65535
    hot[70, 20] = 0
    let (replacing, keeping) = (Preprocessing(size: 48), Preprocessing(size: 48, replaceOutliers: false))
    func difference(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { abs($0 - $1) }.max() ?? 0 }
    #expect(replacing(image) == keeping(image))
    #expect(difference(replacing(hot), replacing(image)) < 0.5)
    #expect(difference(keeping(hot), keeping(image)) > 5)
  }

  @Test func imagesWithOutliersAreCountedInOneSentence() {
    #expect(Preprocessing.outlierWarning(0, of: 5) == nil)
    #expect(
      Preprocessing.outlierWarning(1, of: 5)?.hasPrefix("1 of 5 images has hot or dead pixels, which may") == true
    )
    #expect(
      Preprocessing.outlierWarning(2, of: 5)?.hasPrefix("2 of 5 images have hot or dead pixels, which may") == true
    )
  }

  @Test func croppingAndPaddingDiffer() {
    let image = pattern(90, 30)
    #expect(Preprocessing(size: 16)(image) != Preprocessing(size: 16, fit: .crop)(image))
  }

  @Test(arguments: [(160, 120), (150, 120), (120, 160)]) func aCroppedImageIsItsMiddleSquare(width: Int, height: Int) {
    let image = pattern(width, height)
    var middle = GrayImage(width: 120, height: 120)
    for row in 0..<120 {
      for column in 0..<120 { middle[row, column] = image[row + (height - 120) / 2, column + (width - 120) / 2] }
    }
    var preprocessing = Preprocessing(size: 32, fit: .crop, fillShadows: true, replaceOutliers: false)
    #expect(preprocessing(image) == preprocessing(middle))
    preprocessing.localContrast = LocalContrast()
    #expect(preprocessing(image) == preprocessing(middle))
    preprocessing.fit = .pad
    #expect(preprocessing(image) != preprocessing(middle))
  }

  @Test func jsonRoundTripsAndFillsInDefaults() throws {
    #expect(try decoded("{}") == Preprocessing(replaceOutliers: false))
    let preprocessing = Preprocessing(
      size: 64,
      fit: .crop,
      fillShadows: true,
      background: .subtract(sigma: 0.2),
      scaling: .percentile(low: 0.5, high: 99.5),
      circularMask: true
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = try encoder.encode(preprocessing)
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"background":{"method":"subtract","sigma":0.2},"circularMask":true,"fillShadows":true,"fit":"crop","#
        + #""replaceOutliers":true,"#
        + #""scaling":{"high":99.5,"low":0.5,"method":"percentile"},"size":64}"#
    )
    #expect(try JSONDecoder().decode(Preprocessing.self, from: json) == preprocessing)
  }

  @Test func absurdSettingsAreNamed() {
    for (json, text) in [
      (#"{"size": 0}"#, "size: 0 cannot be used; expected 4 to 2048 pixels"),
      (#"{"size": 100000}"#, "size: 100000 cannot be used"),
      (#"{"colour": 1}"#, "preprocessing: unknown key \"colour\""),
      (#"{"background": {"method": "divide", "sigma": -1}}"#, "background sigma: -1.0"),
      (#"{"background": {"method": "divide", "width": 1}}"#, "background: unknown key \"width\""),
      (#"{"scaling": {"method": "percentile", "low": 99, "high": 1}}"#, "scaling low: 99.0"),
    ] {
      do {
        _ = try decoded(json)
        Issue.record("accepted: \(json)")
      } catch {
        #expect("\(error)".hasPrefix(text), "\(error)")
      }
    }
    #expect(throws: ImagingError.self) {
      try Preprocessing(background: .divide(sigma: .nan)).validate()
    }
    #expect(throws: DecodingError.self) { try decoded(#"{"fit": "stretch"}"#) }
    #expect(throws: DecodingError.self) { try decoded(#"{"size": 1.5}"#) }
  }
}
