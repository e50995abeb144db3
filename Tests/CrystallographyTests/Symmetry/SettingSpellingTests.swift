import Testing

@testable import Crystallography

@Suite struct SettingSpellingTests {
  @Test(arguments: [
    ("F d -3 m :2", "Fd-3m", "2"), ("F d -3 m:1", "Fd-3m", "1"), ("Fd-3mZ", "Fd-3m", "2"), ("F d -3 m S", "Fd-3m", "1"),
    ("FD-3M", "Fd-3m", nil), ("f d -3 m", "Fd-3m", nil), ("R -3 m H", "R-3m", "H"), ("R-3mH", "R-3m", "H"),
    ("R -3 c r", "R-3c", "R"), ("R -3 m :h", "R-3m", "H"), ("R-3m (hexagonal axes)", "R-3m", "H"),
    ("F d -3 m {origin @ centre (-3m)}", "Fd-3m", "2"), ("F d -3 m (origin choice 1)", "Fd-3m", "1"),
    ("I 41/a m d, origin 2", "I41/amd", "2"), ("Fd-3m O2", "Fd-3m", "2"), ("P2(1)/c", "P21/c", nil),
    ("P 2(1) 2(1) 2(1)", "P212121", nil), ("P2~1~/c", "P21/c", nil), ("P2<sub>1</sub>/c", "P21/c", nil),
    ("P 21/c (No. 14)", "P21/c", nil), ("P 21/c #14", "P21/c", nil), ("P 63/m m c", "P63/mmc", nil),
    ("P n m a", "Pnma", nil),
  ])
  func symbolAndChoiceAreSeparated(text: String, symbol: String, choice: String?) {
    let spelling = SettingSpelling(text)
    #expect(spelling.symbol == symbol && spelling.choice == choice)
  }

  @Test(arguments: [
    ("Pm3m", 221), ("R -3 m H", 166), ("P_2_1/n", 14), ("P2_1/c", 14), ("P 1 21/C 1", 14), ("FD3M", 227), ("IA3D", 230),
    ("P2(1)/n", 14), ("P6(3)/mmc", 194), ("P 2_1 2_1 2_1", 19), ("C2/c", 15), ("Cmca", 64), ("H 3 2", 155),
  ])
  func unusualSymbolsAreFound(text: String, number: Int) {
    #expect(SpaceGroupSetting(symbol: text, alpha: 90, gamma: 120)?.number == number)
  }
}
