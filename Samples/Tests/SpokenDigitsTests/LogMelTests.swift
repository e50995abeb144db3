import Foundation
import RandomNumbers
import Testing

@testable import SpokenDigits

@Suite struct LogMelTests {
  @Test func transformEqualsItsDefinition() {
    var generator = KeyedGenerator(1)
    for count in [2, 8, 64] {
      let values = (0..<count).map { _ in generator.normal() }
      let powers = FourierTransform(count: count).powers(of: values)
      #expect(powers.count == count / 2 + 1)
      for (k, power) in powers.enumerated() {
        var (re, im) = (0.0, 0.0)
        for (n, value) in values.enumerated() {
          let angle = -2 * Double.pi * Double(k * n) / Double(count)
          (re, im) = (re + Double(value) * cos(angle), im + Double(value) * sin(angle))
        }
        #expect(abs(Double(power) - (re * re + im * im)) < 1e-4 * Double(count))
      }
    }
  }

  @Test(arguments: [200.0, 1000, 3000]) func aToneIsLoudestInItsBand(frequency: Double) {
    let samples = (0..<1600).map { Float(0.5 * sin(2 * Double.pi * frequency * Double($0) / 8000)) }
    let features = LogMel(rate: 8000)(samples)
    // 0.2 s: the last frame of 25 ms begins at 170 ms.
    #expect(features.count == 18 * 40)
    func mel(_ frequency: Double) -> Double { 2595 * log10(1 + frequency / 700) }
    let place = (mel(frequency) - mel(60)) / (mel(4000) - mel(60)) * 41 - 1
    for frame in 0..<18 {
      let bands = features[frame * 40..<(frame + 1) * 40]
      let loudest = (bands.indices.max { bands[$0] < bands[$1] } ?? 0) - bands.startIndex
      #expect(abs(Double(loudest) - place) < 1, "\(frequency) Hz")
    }
  }

  @Test func twiceTheAmplitudeAddsTwiceTheLogarithmOfTwo() {
    var generator = KeyedGenerator(2)
    let samples = (0..<400).map { _ in 0.1 * generator.normal() }
    let transform = LogMel(rate: 8000)
    for (quiet, loud) in zip(transform(samples), transform(samples.map { 2 * $0 })) {
      #expect(abs(loud - quiet - 2 * log(Float(2))) < 1e-3)
    }
  }

  @Test(arguments: [0, 1, 199, 200, 279, 280]) func shortRecordingsHaveAFrame(count: Int) {
    let features = LogMel(rate: 8000, bands: 20)([Float](repeating: 0.1, count: count))
    #expect(features.count == (count < 280 ? 20 : 40))
    #expect(features.allSatisfy { $0.isFinite })
  }
}
