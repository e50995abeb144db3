import Foundation
import RandomNumbers
import Synchronization
import Workers

/// A queue of crystals that are made while a network learns, each shown in a few epochs.
///
/// Every class has crystals 0, 1, 2 and so on, pure functions of class and number. Epoch e shows those from
/// (e − 1) n to (e + 3) n, excluded, with n ``renewed``: from epoch to epoch the n oldest leave and n new ones come.
/// Workers make the new ones of the next epoch in advance. An example that needs one earlier makes it, or waits for the
/// worker that does: speed alone depends on the workers.
public final class CrystalQueue: Sendable {
  /// A function that makes a crystal, slowly; nil if the class has none of this number.
  public typealias Make = @Sendable (_ label: Int, _ number: Int) -> SimulatedCrystal?

  /// The number of epochs in which a crystal is shown.
  public static let epochs = 4
  /// The number of new crystals of each class in an epoch.
  public let renewed: Int

  private let labels: [Int]
  private let shelf: Shelf
  private let pool: WorkerPool
  private let refilling = DispatchQueue(label: "ednet.crystals", qos: .utility)

  /// Creates a queue; the crystals are made on demand.
  ///
  /// - Parameters:
  ///   - labels: the classes.
  ///   - renewed: the number of new crystals of each class in an epoch, at least 1.
  ///   - pool: the workers that refill the queue.
  ///   - make: makes a crystal; must depend on its arguments only.
  public init(of labels: [Int], renewed: Int, pool: WorkerPool, make: @escaping Make) {
    precondition(renewed >= 1, "a queue is renewed")
    (self.labels, self.renewed, self.pool) = (labels, renewed, pool)
    shelf = Shelf(make)
  }

  deinit { shelf.close() }

  /// A crystal of a class among those of an epoch.
  ///
  /// - Parameters:
  ///   - label: the class.
  ///   - epoch: the epoch, from 1.
  ///   - generator: draws the crystal.
  /// - Returns: the crystal; nil if it cannot be made.
  public func crystal(
    of label: Int,
    epoch: Int,
    using generator: inout some RandomNumberGenerator
  ) -> SimulatedCrystal? {
    let numbers = numbers(of: epoch)
    let number = numbers.lowerBound + generator.index(below: numbers.count)
    if shelf.advance(to: epoch, keeping: numbers) { refill(for: epoch) }
    return shelf.crystal(Key(label: label, number: number))
  }

  /// The numbers of the crystals that an epoch shows.
  func numbers(of epoch: Int) -> Range<Int> { (epoch - 1) * renewed..<(epoch - 1 + Self.epochs) * renewed }

  /// Makes the crystals that an epoch and the one after it show, unless training has gone further.
  private func refill(for epoch: Int) {
    let numbers = numbers(of: epoch).lowerBound..<numbers(of: epoch + 1).upperBound
    refilling.async { [shelf, pool, labels] in
      pool.run(numbers.count * labels.count) { task, _ in
        guard shelf.isOpen(for: epoch) else { return }
        let number = numbers.lowerBound + task / labels.count
        _ = shelf.crystal(Key(label: labels[task % labels.count], number: number))
      }
    }
  }

  private struct Key: Hashable {
    var label: Int
    var number: Int
  }

  /// A crystal that is made once.
  private final class Entry: Sendable {
    private let made = Mutex<SimulatedCrystal??>(nil)

    func crystal(_ make: () -> SimulatedCrystal?) -> SimulatedCrystal? {
      made.withLock { made in
        if let made { return made }
        let crystal = make()
        made = .some(crystal)
        return crystal
      }
    }
  }

  /// The crystals of an epoch and of the one after it.
  private final class Shelf: Sendable {
    private let make: Make
    private let content = Mutex((epoch: 0, entries: [Key: Entry]()))

    init(_ make: @escaping Make) { self.make = make }

    func isOpen(for epoch: Int) -> Bool { content.withLock { $0.epoch == epoch } }

    /// Ends the work of the workers.
    func close() { content.withLock { $0 = (.max, [:]) } }

    /// Drops the crystals before those of an epoch; returns true if the epoch is a new one.
    func advance(to epoch: Int, keeping numbers: Range<Int>) -> Bool {
      content.withLock { content in
        guard epoch > content.epoch else { return false }
        content.epoch = epoch
        content.entries = content.entries.filter { $0.key.number >= numbers.lowerBound }
        return true
      }
    }

    /// A crystal; whoever needs it first makes it.
    func crystal(_ key: Key) -> SimulatedCrystal? {
      let entry = content.withLock { content in
        if let entry = content.entries[key] { return entry }
        let entry = Entry()
        content.entries[key] = entry
        return entry
      }
      return entry.crystal { make(key.label, key.number) }
    }
  }
}
