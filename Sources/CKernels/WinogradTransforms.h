// One-dimensional transforms of Winograd's F(4, 3).
//
// With the points 0, ±1, ±2 and ∞. In the terms of Lavin and Gray, table of F(4×4, 3×3): y = Aᵀ [(G g) ⊙ (Bᵀ d)].

// Bᵀ d: a window of six inputs.
#define TRANSFORM_INPUT(d0, d1, d2, d3, d4, d5, t0, t1, t2, t3, t4, t5) \
  do { \
    __typeof__((d0) + (d0)) p_ = (d4)-4 * (d2), q_ = (d3)-4 * (d1), r_ = (d4) - (d2), s_ = 2 * ((d3) - (d1)); \
    __typeof__((d0) + (d0)) first_ = 4 * (d0)-5 * (d2) + (d4), last_ = 4 * (d1)-5 * (d3) + (d5); \
    (t0) = first_, (t1) = p_ + q_, (t2) = p_ - q_, (t3) = r_ + s_, (t4) = r_ - s_, (t5) = last_; \
  } while (0)

// Aᵀ m: four outputs from six products.
#define TRANSFORM_OUTPUT(m0, m1, m2, m3, m4, m5, y0, y1, y2, y3) \
  do { \
    Part p_ = (m1) + (m2), q_ = (m1) - (m2), r_ = (m3) + (m4), s_ = (m3) - (m4); \
    (y0) = (m0) + p_ + r_, (y1) = q_ + 2 * s_, (y2) = p_ + 4 * r_, (y3) = q_ + 8 * s_ + (m5); \
  } while (0)

// A d: the gradient of six products from that of four outputs.
#define TRANSFORM_GRADIENT(d0, d1, d2, d3, t0, t1, t2, t3, t4, t5) \
  do { \
    Part p_ = (d0) + (d2), q_ = (d1) + (d3), r_ = (d0) + 4 * (d2), s_ = 2 * (d1) + 8 * (d3); \
    (t0) = (d0), (t1) = p_ + q_, (t2) = p_ - q_, (t3) = r_ + s_, (t4) = r_ - s_, (t5) = (d3); \
  } while (0)

// G g: six factors from three weights.
#define TRANSFORM_WEIGHTS(g0, g1, g2, t0, t1, t2, t3, t4, t5) \
  do { \
    Vector p_ = ((g0) + (g2)) * (-1.0f / 6), q_ = (g1) * (1.0f / 6); \
    Vector r_ = (g0) * (1.0f / 24) + (g2) * (1.0f / 6), s_ = (g1) * (1.0f / 12); \
    (t0) = (g0) * 0.25f, (t1) = p_ - q_, (t2) = p_ + q_, (t3) = r_ + s_, (t4) = r_ - s_, (t5) = (g2); \
  } while (0)

// Gᵀ t: the gradient of three weights from that of six factors.
#define TRANSFORM_FACTORS(t0, t1, t2, t3, t4, t5, g0, g1, g2) \
  do { \
    Vector p_ = (t1) + (t2), q_ = (t2) - (t1), r_ = (t3) + (t4), s_ = (t3) - (t4); \
    (g0) = (t0) * 0.25f - p_ * (1.0f / 6) + r_ * (1.0f / 24); \
    (g1) = q_ * (1.0f / 6) + s_ * (1.0f / 12); \
    (g2) = (r_ - p_) * (1.0f / 6) + (t5); \
  } while (0)
