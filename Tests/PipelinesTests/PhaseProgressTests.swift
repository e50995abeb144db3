import Crystallography
import Diffraction
import Foundation
import Testing

@testable import Pipelines

@Suite struct PhaseProgressTests {
  private static func folder() -> String { NSTemporaryDirectory() + "ednet-progress-\(UUID())" }

  private static let geometry = DetectorGeometry(width: 60, height: 50, patternCenter: [0.1 / 3, 0.2, 2.0 / 3])

  private static func match(_ number: Int, _ candidate: Int) -> PatternMatch {
    let vector = Vector3(0.3, -1e-7 / 3, Double(candidate) / 7)
    let orientation = Orientation(w: 0.1 + Double(number) / 3, vector: vector)
    return PatternMatch(orientation: orientation, geometry: geometry, score: 1 / Float(3 + number + candidate))
  }

  private static let matches = (0..<3).map { number in (0..<2).map { match(number, $0) } }

  @Test func partsComeBackToTheLastBit() throws {
    let output = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: output) }
    let progress = try PhaseProgress(output: output, identity: ["--voltage": "20.0"])
    #expect(try progress.part(7) == nil)
    try progress.keep(PhaseProgress.Part(Self.matches), as: 7)
    let again = try PhaseProgress(output: output, identity: ["--voltage": "20.0"])
    #expect(try again.part(7)?.patternMatches(on: Self.geometry) == Self.matches)
    PhaseProgress.remove(from: output)
    #expect(!FileManager.default.fileExists(atPath: output + "/unfinished"))
  }

  @Test(arguments: [["--voltage": "15.0", "b": "1"], ["--voltage": "20.0"], ["--voltage": "20.0", "b": "2"]])
  func otherValuesAreRefused(identity: [String: String]) throws {
    let output = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: output) }
    _ = try PhaseProgress(output: output, identity: ["--voltage": "20.0", "b": "1"])
    let error = #expect(throws: PipelineError.self) { _ = try PhaseProgress(output: output, identity: identity) }
    let text = "\(try #require(error))"
    #expect(text.contains("holds an unfinished run with another") && text.contains("remove the folder"))
  }
}
