import ArgumentParser
import Crystallography
import Diffraction

/// A pattern centre on the command line: three numbers with commas between them.
struct PatternCenter: ExpressibleByArgument {
  let vector: Vector3

  init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard numbers.count == 3, let x = numbers[0], let y = numbers[1], let z = numbers[2],
      [x, y, z].allSatisfy({ $0.isFinite && abs($0) <= 10 }), z > 0
    else { return nil }
    vector = [x, y, z]
  }
}

extension PatternCenterConvention: ExpressibleByArgument {}
