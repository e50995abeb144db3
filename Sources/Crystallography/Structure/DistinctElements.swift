import RandomNumbers

/// Random elements for a virtual crystal that differ clearly in scattering.
struct DistinctElements {
  private let variation: CrystalVariation
  private var taken: [Int] = []

  /// Starts with no element; uses the contrast and the Debye-Waller factors of the variation.
  init(_ variation: CrystalVariation) { self.variation = variation }

  /// Draws an element and its Debye-Waller factor in Å²; nil if a hundred draws find none that differs from all
  /// earlier ones.
  mutating func next(
    using generator: inout some RandomNumberGenerator
  ) -> (element: Element, debyeWallerFactor: Double)? {
    for _ in 0..<100 {
      let number = Self.solids[generator.index(below: Self.solids.count)]
      let isDistinct = taken.allSatisfy { other in
        Float(abs(other - number)) >= variation.contrast * Float(max(other, number))
      }
      guard isDistinct, let element = Element(atomicNumber: number) else { continue }
      taken.append(number)
      return (element, Double(generator.uniform(in: variation.debyeWallerFactor)))
    }
    return nil
  }

  /// The atomic numbers up to uranium, without noble gases and elements that decay within years.
  private static let solids = (3...92).filter { number in
    ![10, 18, 36, 43, 54, 61, 84, 85, 86, 87, 88, 89, 91].contains(number)
  }
}
