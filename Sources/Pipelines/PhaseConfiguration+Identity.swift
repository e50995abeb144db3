import Files
import Foundation
import SymmetryClassification

extension PhaseConfiguration {
  /// The values that determine the matches, by their names: the options, the candidates and the images.
  func identity(_ images: PhaseImages, _ candidates: [LabeledStructure]) -> [String: String] {
    var identity = [
      "ednet version": Version.current, "--voltage": "\(images.voltage)", "--spacing": "\(spacing)",
      "--master-size": "\(masterSize)", "--fit-pattern-centre": "\(fitsPatternCenter)",
      "--static-background": staticBackground.map { "\($0)" } ?? "none",
      "--method": method.rawValue, "--network": networkIdentity, "--training-patterns": "\(trainingPatterns)",
      "--least-probability": "\(leastProbability)", "--average-neighbours": "\(averagingRadius)",
      "--averaging-strength": "\(averagingStrength)",
    ]
    // The order of candidates is that of the scores.
    identity["candidates"] = candidates.map { "\($0.name) \(String(UInt(bitPattern: $0.key), radix: 16))" }
      .joined(separator: ", ")
    // Detectors include pattern centre and tilts, of whatever source.
    for (number, group) in images.groups.enumerated() {
      let (detector, center) = (group.geometry, group.geometry.patternCenter)
      identity["detector \(number + 1)"] =
        "\(detector.width) × \(detector.height), pattern centre \(center.x),\(center.y),\(center.z), "
        + "tilts \(detector.detectorTilt) and \(detector.sampleTilt)"
    }
    var hash = FNV1a.empty
    var known: Set<String> = []
    for reference in images.references {
      hash = FNV1a.of("\(reference)\n".utf8, after: hash)
      guard known.insert(reference.path).inserted else { continue }
      let properties = try? FileManager.default.attributesOfItem(atPath: reference.path)
      let date = (properties?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      hash = FNV1a.of("\(properties?[.size] ?? 0) \(date)\n".utf8, after: hash)
    }
    identity["set of images"] = "\(images.references.count) images, \(String(hash, radix: 16))"
    return identity
  }

  /// The network's file with a hash of its content: another network under the same name gives other matches.
  var networkIdentity: String {
    guard let network else { return "none" }
    let bytes = (try? Data(contentsOf: URL(filePath: network))) ?? Data()
    return "\(network), content \(FNV1a.digits(of: bytes))"
  }
}
