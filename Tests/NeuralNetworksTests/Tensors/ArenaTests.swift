import Testing

@testable import NeuralNetworks

@Suite struct ArenaTests {
  @Test(arguments: [0, 1, 17, 4096]) func holdsZerosOnACacheLine(count: Int) {
    let arena = Arena(count: count)
    #expect(arena.view.count == count)
    #expect(arena.view.readOnly.array == [Float](repeating: 0, count: count))
    #expect(UInt(bitPattern: arena.view.base).isMultiple(of: 64))
  }

  @Test func lendsTheSameMemoryEachTime() {
    let arena = Arena(count: 3)
    arena.view[1] = 5
    #expect(arena.view.readOnly.array == [0, 5, 0])
  }
}
