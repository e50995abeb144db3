#include "CSymmetryFunctions.h"

#include <math.h>

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define FOR_EACH_PROCESSOR
#endif

enum { BLOCK = 64, LANES = 8, MOST_ETAS = ANGULAR_MOST_ETAS };

// Pairs of neighbours whose distance is in the cutoff.
typedef struct Block {
  int32_t count;
  int32_t j[BLOCK], k[BLOCK];
  double squares[BLOCK];  // r_ij² + r_ik² + r_jk²
  double r_jk[BLOCK], cosine[BLOCK];
  double f_jk[BLOCK], df_jk[BLOCK];
} Block;

// exp(x) for x ≤ 0 within two units of the last place: 2^n times the Taylor series at |x| ≤ ln 2 / 2. A call of the
// library would not be vectorised.
static inline __attribute__((always_inline)) double exponential(double x) {
  const double shift = 0x1.8p52;
  double n = x * 1.4426950408889634 + shift;
  union { double d; int64_t i; } bits = {.d = n};
  n -= shift;
  double y = x - n * 0x1.62e42fefa3800p-1;
  y -= n * 0x1.ef35793c76730p-45;
  double p = 1.0 / 479001600;
  p = p * y + 1.0 / 39916800;
  p = p * y + 1.0 / 3628800;
  p = p * y + 1.0 / 362880;
  p = p * y + 1.0 / 40320;
  p = p * y + 1.0 / 5040;
  p = p * y + 1.0 / 720;
  p = p * y + 1.0 / 120;
  p = p * y + 1.0 / 24;
  p = p * y + 1.0 / 6;
  p = p * y + 0.5;
  p = p * y + 1;
  p = p * y + 1;
  union { int64_t i; double d; } power = {.i = (bits.i + 1023) << 52};
  return x < -700 ? 0 : p * power.d;
}

// Fills the block with the next pairs, from (*j, *k) on, k < j.
static inline __attribute__((always_inline)) void fill(const AngularFunctions *a, const Neighbors *n, Block *block,
                                                       int32_t *j, int32_t *k) {
  const double limit = a->cutoff * a->cutoff;
  int32_t count = 0;
  while (*j < n->count && count < BLOCK) {
    double x = n->x[*j], y = n->y[*j], z = n->z[*j];
    for (; *k < *j && count < BLOCK; (*k)++) {
      double dx = n->x[*k] - x, dy = n->y[*k] - y, dz = n->z[*k] - z;
      double square = dx * dx + dy * dy + dz * dz;
      // Without a branch: a pair outside the cutoff is overwritten by the next.
      block->j[count] = *j;
      block->k[count] = *k;
      block->r_jk[count] = square;
      count += square < limit;
    }
    if (*k < *j) break;
    (*j)++;
    *k = 0;
  }
  block->count = count;
  for (int32_t l = count; l < BLOCK; l++) {
    block->j[l] = block->k[l] = 0;
    block->r_jk[l] = limit;
  }
}

// The cosine and what depends on r_jk.
static inline __attribute__((always_inline)) void complete(const AngularFunctions *a, const Neighbors *n,
                                                           Block *block) {
  const double frequency = 3.14159265358979324 / a->cutoff;
  for (int l = 0; l < BLOCK; l++) {
    double r_ij = n->r[block->j[l]], r_ik = n->r[block->k[l]], square = block->r_jk[l];
    double first = r_ij * r_ij + r_ik * r_ik;
    block->squares[l] = first + square;
    block->cosine[l] = (first - square) / (2 * r_ij * r_ik);
  }
  for (int l = 0; l < BLOCK; l++) {
    double r = sqrt(block->r_jk[l]);
    block->r_jk[l] = r;
    // sin and cos of an angle t in [−π/2, π/2] by their series; t is the phase less π/2.
    double t = frequency * r - 1.57079632679489662, s = t * t;
    double sine = 1.0 / 51090942171709440000.0;
    sine = sine * -s + 1.0 / 121645100408832000.0;
    sine = sine * -s + 1.0 / 355687428096000.0;
    sine = sine * -s + 1.0 / 1307674368000.0;
    sine = sine * -s + 1.0 / 6227020800.0;
    sine = sine * -s + 1.0 / 39916800.0;
    sine = sine * -s + 1.0 / 362880.0;
    sine = sine * -s + 1.0 / 5040.0;
    sine = sine * -s + 1.0 / 120.0;
    sine = sine * -s + 1.0 / 6.0;
    sine = sine * -s + 1;
    sine *= t;
    double cosine = 1.0 / 2432902008176640000.0;
    cosine = cosine * -s + 1.0 / 6402373705728000.0;
    cosine = cosine * -s + 1.0 / 20922789888000.0;
    cosine = cosine * -s + 1.0 / 87178291200.0;
    cosine = cosine * -s + 1.0 / 479001600.0;
    cosine = cosine * -s + 1.0 / 3628800.0;
    cosine = cosine * -s + 1.0 / 40320.0;
    cosine = cosine * -s + 1.0 / 720.0;
    cosine = cosine * -s + 1.0 / 24.0;
    cosine = cosine * -s + 0.5;
    cosine = cosine * -s + 1;
    // cos(t + π/2) = −sin t, sin(t + π/2) = cos t.
    block->f_jk[l] = 0.5 - 0.5 * sine;
    block->df_jk[l] = -0.5 * frequency * cosine;
  }
  for (int l = block->count; l < BLOCK; l++) block->f_jk[l] = block->df_jk[l] = 0;
}

// base^exponent by repeated squaring.
static inline __attribute__((always_inline)) void powers(const double *base, int32_t exponent, double *result) {
  double square[BLOCK];
  for (int l = 0; l < BLOCK; l++) {
    square[l] = base[l];
    result[l] = exponent & 1 ? base[l] : 1;
  }
  for (exponent >>= 1; exponent > 0; exponent >>= 1) {
    for (int l = 0; l < BLOCK; l++) square[l] *= square[l];
    if (exponent & 1)
      for (int l = 0; l < BLOCK; l++) result[l] *= square[l];
  }
}

// The sum of the products, in a fixed order that vectors can follow.
static inline __attribute__((always_inline)) double dot(const double *a, const double *b) {
  double sums[LANES] = {0};
  for (int l = 0; l < BLOCK; l += LANES)
    for (int m = 0; m < LANES; m++) sums[m] += a[l + m] * b[l + m];
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

// exp(−η (r_ij² + r_ik² + r_jk²)) for each η.
static inline __attribute__((always_inline)) void radial(const AngularFunctions *a, const Block *block,
                                                         double result[MOST_ETAS][BLOCK]) {
  for (int32_t e = 0; e < a->eta_count; e++)
    for (int l = 0; l < BLOCK; l++) result[e][l] = exponential(-a->eta[e] * block->squares[l]);
}

FOR_EACH_PROCESSOR
void angular_values(const AngularFunctions *a, const Neighbors *n, double *values) {
  Block block;
  double radials[MOST_ETAS][BLOCK];
  for (int32_t j = 0, k = 0; j < n->count;) {
    fill(a, n, &block, &j, &k);
    if (block.count == 0) continue;
    complete(a, n, &block);
    radial(a, &block, radials);
    double cutoff[BLOCK];
    for (int l = 0; l < BLOCK; l++) cutoff[l] = n->f[block.j[l]] * n->f[block.k[l]] * block.f_jk[l];
    for (int32_t lambda = 0; lambda < 2; lambda++) {
      double base[BLOCK], power[BLOCK];
      // Rounding can make the cosine exceed 1.
      for (int l = 0; l < BLOCK; l++) base[l] = fmax(1 + (2 * lambda - 1) * block.cosine[l], 0);
      for (int32_t z = 0; z < a->zeta_count; z++) {
        powers(base, a->zeta[z], power);
        double norm = ldexp(1, 1 - a->zeta[z]);
        for (int l = 0; l < BLOCK; l++) power[l] *= cutoff[l] * norm;
        for (int32_t e = 0; e < a->eta_count; e++)
          values[(e * a->zeta_count + z) * 2 + lambda] += dot(radials[e], power);
      }
    }
  }
}

FOR_EACH_PROCESSOR
void angular_gradient(const AngularFunctions *a, const Neighbors *n, const double *coefficients, double *gradient) {
  double *gx = gradient, *gy = gx + n->count, *gz = gy + n->count;
  Block block;
  double radials[MOST_ETAS][BLOCK], angular[MOST_ETAS][BLOCK], slope[MOST_ETAS][BLOCK];
  for (int32_t j = 0, k = 0; j < n->count;) {
    fill(a, n, &block, &j, &k);
    if (block.count == 0) continue;
    complete(a, n, &block);
    radial(a, &block, radials);
    // Of each η: the angular polynomial and its derivative with respect to the cosine.
    for (int32_t e = 0; e < a->eta_count; e++)
      for (int l = 0; l < BLOCK; l++) angular[e][l] = slope[e][l] = 0;
    for (int32_t lambda = 0; lambda < 2; lambda++) {
      double base[BLOCK], power[BLOCK], sign = 2 * lambda - 1;
      for (int l = 0; l < BLOCK; l++) base[l] = fmax(1 + sign * block.cosine[l], 0);
      for (int32_t z = 0; z < a->zeta_count; z++) {
        powers(base, a->zeta[z] - 1, power);
        double norm = ldexp(1, 1 - a->zeta[z]);
        for (int32_t e = 0; e < a->eta_count; e++) {
          double c = coefficients[(e * a->zeta_count + z) * 2 + lambda] * norm, d = c * sign * a->zeta[z];
          for (int l = 0; l < BLOCK; l++) {
            angular[e][l] += c * power[l] * base[l];
            slope[e][l] += d * power[l];
          }
        }
      }
    }
    // The sum over η without the cutoff functions, and its derivatives with respect to the sum of squares and the cosine.
    double sum[BLOCK] = {0}, by_squares[BLOCK] = {0}, by_cosine[BLOCK] = {0};
    for (int32_t e = 0; e < a->eta_count; e++) {
      for (int l = 0; l < BLOCK; l++) {
        double value = radials[e][l] * angular[e][l];
        sum[l] += value;
        by_squares[l] -= a->eta[e] * value;
        by_cosine[l] += radials[e][l] * slope[e][l];
      }
    }
    // The derivatives with respect to the three distances, divided by them.
    double by_ij[BLOCK], by_ik[BLOCK], by_jk[BLOCK];
    for (int l = 0; l < BLOCK; l++) {
      double r_ij = n->r[block.j[l]], r_ik = n->r[block.k[l]], r_jk = block.r_jk[l];
      double f_ij = n->f[block.j[l]], f_ik = n->f[block.k[l]], f_jk = block.f_jk[l];
      double cutoff = f_ij * f_ik * f_jk, shared = 2 * cutoff * by_squares[l], turned = cutoff * by_cosine[l];
      double product = r_ij * r_ik;
      by_ij[l] = shared + turned * (1 / product - block.cosine[l] / (r_ij * r_ij)) +
                 sum[l] * n->df[block.j[l]] * f_ik * f_jk / r_ij;
      by_ik[l] = shared + turned * (1 / product - block.cosine[l] / (r_ik * r_ik)) +
                 sum[l] * n->df[block.k[l]] * f_ij * f_jk / r_ik;
      by_jk[l] = shared - turned / product + sum[l] * block.df_jk[l] * f_ij * f_ik / r_jk;
    }
    for (int32_t l = 0; l < block.count; l++) {
      int32_t p = block.j[l], q = block.k[l];
      double x = by_jk[l] * (n->x[p] - n->x[q]), y = by_jk[l] * (n->y[p] - n->y[q]), z = by_jk[l] * (n->z[p] - n->z[q]);
      gx[p] += by_ij[l] * n->x[p] + x;
      gy[p] += by_ij[l] * n->y[p] + y;
      gz[p] += by_ij[l] * n->z[p] + z;
      gx[q] += by_ik[l] * n->x[q] - x;
      gy[q] += by_ik[l] * n->y[q] - y;
      gz[q] += by_ik[l] * n->z[q] - z;
    }
  }
}
