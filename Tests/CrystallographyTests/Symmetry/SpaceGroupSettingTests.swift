import Testing

@testable import Crystallography

@Suite struct SpaceGroupSettingTests {
  private static func setting(
    _ symbol: String,
    alpha: Double = 90,
    gamma: Double = 90
  ) -> SpaceGroupSetting? {
    SpaceGroupSetting(symbol: symbol, alpha: alpha, gamma: gamma)
  }

  // International Tables for Crystallography A (2016), section 2.1.3.2: the 24 groups with two origins.
  @Test func twentyFourGroupsHaveTwoOrigins() {
    let numbers = (1...230).filter { SpaceGroupSetting(number: $0)?.hasTwoOrigins == true }
    #expect(
      numbers == [
        48, 50, 59, 68, 70, 85, 86, 88, 125, 126, 129, 130, 133, 134, 137, 138, 141, 142, 201,
        203, 222, 224, 227, 228,
      ]
    )
  }

  @Test func originsDifferByATranslation() throws {
    let first = try #require(Self.setting("F d -3 m:1")).operations
    let second = try #require(Self.setting("F d -3 m:2")).operations
    #expect(first.count == 192 && second.count == 192)
    // Only the second origin is an inversion centre.
    #expect(!first.contains { $0.type == .bar1 && $0.translation == .zero })
    #expect(second.contains { $0.type == .bar1 && $0.translation == .zero })
    // Origin 2 is at ⅛ ⅛ ⅛ of origin 1 (International Tables A): t₂ = t₁ + (R - 1) p, p = ⅛ ⅛ ⅛.
    let shift: Vector3 = [0.125, 0.125, 0.125]
    for operation in first {
      let moved = operation.translation + operation.rotation * shift - shift
      #expect(
        second.contains {
          $0.rotation == operation.rotation && ($0.translation - moved).nearestImage.length < 1e-9
        }
      )
    }
    for (letter, number) in [("S", "1"), ("Z", "2")] {
      let named = try #require(Self.setting("F d -3 m \(letter)")).operations
      #expect(named == Self.setting("F d -3 m:\(number)")?.operations)
    }
  }

  @Test func rhombohedralAxesFollowTheAngles() throws {
    let hexagonal = try #require(Self.setting("R -3 m", alpha: 90, gamma: 120))
    let rhombohedral = try #require(Self.setting("R -3 m", alpha: 57, gamma: 57))
    #expect(hexagonal.operations.count == 36 && rhombohedral.operations.count == 12)
    #expect(hexagonal.number == 166 && rhombohedral.number == 166)
    #expect(SpaceGroupSetting(number: 166, alpha: 57, gamma: 57)?.operations.count == 12)
    #expect(SpaceGroupSetting(number: 166)?.operations.count == 36)
    // Axes in the symbol override the angles.
    #expect(Self.setting("R -3 m:R", alpha: 90, gamma: 120)?.operations.count == 12)
    #expect(Self.setting("R -3 m H", alpha: 57, gamma: 57)?.operations.count == 36)
  }

  @Test func settingsKeepTheirAxes() throws {
    let glides = ["P 1 21/c 1", "P 1 21/n 1", "P 1 21/a 1", "P 1 1 21/b"].compactMap {
      Self.setting($0)
    }
    #expect(glides.count == 4 && glides.allSatisfy { $0.number == 14 && !$0.hasTwoOrigins })
    #expect(Set(glides.map { Set($0.operations) }).count == 4)
    let pnma = try #require(Self.setting("P n m a"))
    let pbnm = try #require(Self.setting("P b n m"))
    #expect(pnma.number == 62 && pbnm.number == 62)
    #expect(Set(pnma.operations) != Set(pbnm.operations))
  }

  @Test func unknownSymbolsAreRefused() {
    for text in [
      "", " ", "P", "X 2", "P 43/q", "Fd-3m:3", "P 2\0", "P21/c P21/c P21/c P21/c P21/c P21/c",
    ] {
      #expect(Self.setting(text) == nil, "\(text)")
    }
    for number in [Int.min, 0, 231, .max] { #expect(SpaceGroupSetting(number: number) == nil) }
  }
}
