import RandomNumbers

/// Elements drawn one after the other for a virtual crystal, of which none scatters much like another.
struct DistinctElements {
  private let variation: CrystalVariation
  private var taken: [Int] = []

  /// Starts with no element taken; of the variation, the contrast and the Debye-Waller factors count.
  init(_ variation: CrystalVariation) { self.variation = variation }

  /// Draws an element and the Debye-Waller factor of its atoms in Å²; nil where a hundred draws find none that is
  /// unlike all before it.
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

  /// The atomic numbers of the elements up to uranium without noble gases and what decays within years.
  private static let solids = (3...92).filter { number in
    ![10, 18, 36, 43, 54, 61, 84, 85, 86, 87, 88, 89, 91].contains(number)
  }
}
