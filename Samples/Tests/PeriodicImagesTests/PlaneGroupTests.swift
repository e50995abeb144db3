import Testing

@testable import PeriodicImages

@Suite struct PlaneGroupTests {
  /// The operation as a table of places of a small grid.
  private func table(_ operation: PlaneGroup.Operation) -> [Int] {
    (0..<64).map { i in
      let (x, y) = operation.moved(i % 8, i / 8, size: 8)
      return y * 8 + x
    }
  }

  @Test(arguments: PlaneGroup.allCases) func operationsAreAGroupOfItsOrder(group: PlaneGroup) {
    let tables = Set(group.operations.map(table))
    let orders: [PlaneGroup: Int] = [.p1: 1, .p2: 2, .pm: 2, .pg: 2, .p2mm: 4, .p2gg: 4, .p4: 4, .p4gm: 8]
    #expect(tables.count == orders[group])
    for a in tables { for b in tables { #expect(tables.contains(b.map { a[$0] })) } }
  }

  @Test func groupsDiffer() {
    #expect(Set(PlaneGroup.allCases.map { Set($0.operations.map(table)) }).count == PlaneGroup.allCases.count)
  }
}
