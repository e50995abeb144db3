import Foundation
import Imaging
import RandomNumbers
import Testing

private func augmented(
  _ image: GrayImage,
  seed: Int,
  _ change: (inout Augmentation) -> Void
)
  -> GrayImage
{
  var settings = Augmentation.none
  change(&settings)
  var generator = KeyedGenerator(seed)
  return settings.applied(to: image, using: &generator)
}

private func mean(_ values: [Float]) -> Double {
  values.reduce(0) { $0 + Double($1) } / Double(values.count)
}

@Suite struct AugmentationTests {
  @Test func noneIsTheIdentity() {
    let image = noise(31, 17, seed: 1)
    #expect(augmented(image, seed: 5) { _ in } == image)
  }

  @Test func sameKeySameImageOtherKeyOtherImage() {
    let image = bands(48, 48)
    for settings in [Augmentation.ebsd, .spots] {
      var results: [GrayImage] = []
      for example in [3, 3, 4] {
        var generator = KeyedGenerator(1, 2, example)
        results.append(settings.applied(to: image, using: &generator))
      }
      #expect(results[0] == results[1])
      #expect(results[0] != results[2])
    }
  }

  @Test func theNumberOfDrawsDoesNotDependOnTheSettings() {
    let image = bands(8, 8)
    var rest = Set<UInt64>()
    for settings in [Augmentation.none, .ebsd, .spots] {
      var generator = KeyedGenerator(8)
      _ = settings.applied(to: image, using: &generator)
      rest.insert(generator.next())
    }
    #expect(rest.count == 1)
  }

  @Test func quarterTurnsAreExactUpToRounding() {
    let size = 24
    let image = noise(size, size, seed: 2)
    for (angle, place) in [
      (90, { (row: Int, column: Int) in (column, size - 1 - row) }),
      (-90, { row, column in (size - 1 - column, row) }),
      (180, { row, column in (size - 1 - row, size - 1 - column) }),
    ] as [(Float, (Int, Int) -> (Int, Int))] {
      let turned = augmented(image, seed: 1) { $0.rotation = angle...angle }
      for row in 0..<size {
        for column in 0..<size {
          let (y, x) = place(row, column)
          #expect(abs(turned[row, column] - image[y, x]) < 1e-2, "\(angle)°")
        }
      }
    }
  }

  @Test func mirrorZoomAndShiftDoWhatTheySay() {
    let image = noise(20, 12, seed: 3)
    let mirrored = augmented(image, seed: 1) { $0.mirrorProbability = 1 }
    for row in 0..<12 {
      for column in 0..<20 {
        #expect(abs(mirrored[row, column] - image[row, 19 - column]) < 1e-3)
      }
    }
    let disc = bands(61, 61)
    let zoomed = augmented(disc, seed: 1) { $0.zoom = 2...2 }
    #expect(abs(zoomed[30, 30] - disc[30, 30]) < 1e-3)
    #expect(abs(zoomed[10, 50] - disc[20, 40]) < 1e-3)
    var dot = GrayImage(width: 41, height: 41)
    dot[20, 20] = 1000
    for seed in 0..<20 {
      let shifted = augmented(dot, seed: seed) { $0.shift = 0.1 }
      #expect(abs(mean(shifted.pixels) * 1681 - 1000) < 0.1)
      for row in 0..<41 {
        for column in 0..<41 where shifted[row, column] > 0 {
          #expect(abs(row - 20) <= 5 && abs(column - 20) <= 5)
        }
      }
    }
  }

  @Test func geometryStaysWithinTheRangeOfTheImage() {
    let image = noise(33, 21, seed: 7, in: 10...90)
    for seed in 0..<30 {
      let moved = augmented(image, seed: seed) {
        $0.rotation = -180...180
        $0.zoom = 0.1...10
        $0.shift = 1
      }
      #expect(moved.pixels.allSatisfy { $0 >= 9.999 && $0 <= 90.001 })
    }
  }

  @Test func noiseHasTheVarianceOfItsDose() {
    // Two halves, of the brightest intensity and of half of it, above a dark pixel that sets the range.
    var image = GrayImage(width: 200, height: 200, filledWith: 100)
    for index in 0..<20000 { image.pixels[index] = 50 }
    image.pixels[0] = 0
    let shot = augmented(image, seed: 3) { $0.poissonCounts = 400...400 }
    for (half, intensity) in [(1..<20000, 50.0), (20000..<40000, 100)] {
      let values = Array(shot.pixels[half])
      let average = mean(values)
      let variance = mean(values.map { ($0 - Float(average)) * ($0 - Float(average)) })
      #expect(abs(average - intensity) < 0.3)
      #expect(abs(variance / (intensity * 100 / 400) - 1) < 0.05, "\(variance)")
    }
    let readout = augmented(image, seed: 4) { $0.gaussianNoise = 0.03...0.03 }
    let values = Array(readout.pixels[1..<20000])
    #expect(abs(mean(values.map { ($0 - 50) * ($0 - 50) }).squareRoot() - 3) < 0.1)
    let neighbours = zip(values, values.dropFirst()).map { ($0 - 50) * ($1 - 50) }
    #expect(abs(mean(neighbours)) < 0.3)
  }

  @Test func gainGammaAndGradientChangeTheLight() {
    let image = GrayImage(width: 101, height: 1, pixels: (0...100).map { Float($0) })
    let gained = augmented(image, seed: 1) { $0.gain = 0.5...0.5 }
    let curved = augmented(image, seed: 1) { $0.gamma = 2...2 }
    for index in 0...100 {
      #expect(abs(gained.pixels[index] - Float(index) / 2) < 1e-3)
      #expect(abs(curved.pixels[index] - Float(index * index) / 100) < 1e-2)
    }
    var square = GrayImage(width: 40, height: 40, filledWith: 100)
    square.pixels[0] = 0
    var largest: Float = 0
    for seed in 0..<20 {
      let sloped = augmented(square, seed: seed) { $0.backgroundGradient = 0.4 }
      #expect(abs(mean(Array(sloped.pixels[1...])) - 100) < 0.2)
      // In a corner both components of the slope add up.
      #expect(sloped.pixels.allSatisfy { $0 >= 0 && $0 <= 100 + 40 * 1.4143 })
      largest = max(largest, sloped.pixels.reduce(0, max))
    }
    #expect(largest > 120)
  }

  @Test func aShadowDarkensARectangle() {
    let image = noise(50, 50, seed: 1, in: 100...200)
    var darkened = 0
    for seed in 0..<40 {
      let shadowed = augmented(image, seed: seed) {
        $0.occlusionProbability = 1
        $0.occlusionSize = 0.2...0.4
      }
      let changed = zip(shadowed.pixels, image.pixels).filter { $0 < $1 - 0.01 }.count
      #expect(zip(shadowed.pixels, image.pixels).allSatisfy { $0 <= $1 + 0.01 })
      #expect(changed <= 21 * 21)
      darkened += changed
    }
    #expect(darkened / 40 > 60)
  }

  @Test func blurLowersTheContrastOfNoise() {
    let image = noise(64, 64, seed: 2)
    let blurred = augmented(image, seed: 1) { $0.blur = 1...1 }
    #expect(largestDifference(blurred, image.blurred(sigma: 1)) < 1e-2)
  }

  @Test func hardSettingsOnSmallAndConstantImagesGiveFiniteNumbers() {
    for image in [noise(1, 1, seed: 1), noise(2, 5, seed: 1), GrayImage(width: 9, height: 9)] {
      for seed in 0..<20 {
        let result = augmented(image, seed: seed) {
          $0 = .ebsd
          $0.occlusionProbability = 1
          $0.blur = 0...20
          $0.zoom = 0.1...10
          $0.poissonCounts = 1...1
        }
        #expect(result.pixels.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test func jsonRoundTripsAndFillsInDefaults() throws {
    for settings in [Augmentation.none, .ebsd, .spots] {
      let json = try JSONEncoder().encode(settings)
      #expect(try JSONDecoder().decode(Augmentation.self, from: json) == settings)
    }
    let json = #"{"zoom": [0.5, 2], "poissonCounts": null}"#
    var expected = Augmentation.ebsd
    expected.zoom = 0.5...2
    expected.poissonCounts = nil
    #expect(try JSONDecoder().decode(Augmentation.self, from: Data(json.utf8)) == expected)
  }

  @Test func jsonMistakesAreNamed() {
    for (json, text) in [
      (#"{"rotaton": [0, 1]}"#, "augmentation: unknown key \"rotaton\""),
      (#"{"zoom": [0, 2]}"#, "zoom: 0.0 to 2.0 cannot be used"),
      (#"{"shift": -1}"#, "shift: -1.0 cannot be used; expected 0.0 to 1.0"),
      (#"{"mirrorProbability": 2}"#, "mirrorProbability: 2.0"),
    ] {
      do {
        _ = try JSONDecoder().decode(Augmentation.self, from: Data(json.utf8))
        Issue.record("accepted: \(json)")
      } catch {
        #expect("\(error)".hasPrefix(text), "\(error)")
      }
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Augmentation.self, from: Data(#"{"zoom": [2, 1]}"#.utf8))
    }
  }
}
