// Shapes of zones: polygons in fractions of the picture, and what is wrong with them.

const MOST_CORNERS = 64;

export const rounded = (value) => Math.min(1, Math.max(0, Math.round(value * 10_000) / 10_000));

/** Twice the area of the triangle, positive if it is passed clockwise, y being downwards. */
const turn = (a, b, c) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

const inside = (value, a, b) => value >= Math.min(a, b) && value <= Math.max(a, b);

/** Whether a point that is in line with both ends lies between them. */
const between = (point, a, b) => inside(point.x, a.x, b.x) && inside(point.y, a.y, b.y);

/** Whether the lines from a to b and from c to d cross or touch. */
function meet(a, b, c, d) {
  const turns = [turn(c, d, a), turn(c, d, b), turn(a, b, c), turn(a, b, d)];
  if (turns[0] * turns[1] < 0 && turns[2] * turns[3] < 0) {
    return true;
  }
  return (
    (turns[0] === 0 && between(a, c, d)) ||
    (turns[1] === 0 && between(b, c, d)) ||
    (turns[2] === 0 && between(c, a, b)) ||
    (turns[3] === 0 && between(d, a, b))
  );
}

/** Whether it goes from a to b and back over itself. */
const returns = (a, b, c) => turn(a, b, c) === 0 && (a.x - b.x) * (c.x - b.x) + (a.y - b.y) * (c.y - b.y) >= 0;

/** Whether edges of the polygon cross, or touch elsewhere than where one goes on in the next. */
export function crosses(corners) {
  const count = corners.length;
  const at = (n) => corners[n % count];
  for (let i = 0; i < count; i++) {
    if (returns(at(i), at(i + 1), at(i + 2))) {
      return true;
    }
    for (let j = i + 2; j < count - (i === 0 ? 1 : 0); j++) {
      if (meet(at(i), at(i + 1), at(j), at(j + 1))) {
        return true;
      }
    }
  }
  return false;
}

function contains(corners, point) {
  let within = false;
  corners.forEach((a, n) => {
    const b = corners[(n + 1) % corners.length];
    if (a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) {
      within = !within;
    }
  });
  return within;
}

const area = (corners) =>
  Math.abs(corners.reduce((sum, a, n) => sum + turn({ x: 0, y: 0 }, a, corners[(n + 1) % corners.length]), 0));

/** The number of the smallest zone around the point; -1: there is none. */
export function zoneAt(zones, point) {
  return (
    zones
      .map(({ corners }, i) => ({ i, corners }))
      .filter(({ corners }) => contains(corners, point))
      .reduce((least, it) => (least && area(least.corners) <= area(it.corners) ? least : it), null)?.i ?? -1
  );
}

/** The middle of an edge, or a place for one of the first corners. */
export function beside(corners, n) {
  if (corners.length < 3) {
    return [
      { x: 0.4, y: 0.4 },
      { x: 0.6, y: 0.4 },
      { x: 0.6, y: 0.6 },
    ][corners.length];
  }
  const a = corners[n];
  const b = corners[(n + 1) % corners.length];
  return { x: rounded((a.x + b.x) / 2), y: rounded((a.y + b.y) / 2) };
}

/** The edge that is nearest to a point: {zone, edge, at, distance}, in pixels of a picture of that size; null: there is none. */
export function nearestEdge(zones, point, { width, height }) {
  let nearest = null;
  zones.forEach(({ corners }, zone) =>
    corners.forEach((a, edge) => {
      const b = corners[(edge + 1) % corners.length];
      const [dx, dy] = [(b.x - a.x) * width, (b.y - a.y) * height];
      const along = ((point.x - a.x) * width * dx + (point.y - a.y) * height * dy) / (dx * dx + dy * dy || 1);
      const part = Math.min(1, Math.max(0, along));
      const at = { x: rounded(a.x + part * (b.x - a.x)), y: rounded(a.y + part * (b.y - a.y)) };
      const distance = Math.hypot((point.x - at.x) * width, (point.y - at.y) * height);
      if (corners.length > 1 && (!nearest || distance < nearest.distance)) {
        nearest = { zone, edge, at, distance };
      }
    }),
  );
  return nearest;
}

/**
 * What is wrong with the first zone that cannot be saved: {zone, complaint}, the complaint being a message; null: all can be.
 * A line, which has two corners, is drawn nowhere here; one that is there stays.
 */
export function faultOf(zones) {
  for (const [i, zone] of zones.entries()) {
    const complaint = complaintOf(zone, zones.slice(0, i));
    if (complaint) {
      return { zone: i, complaint };
    }
  }
  return null;
}

function complaintOf({ zone_id: id, corners, line }, before) {
  if (id.trim() === '') {
    return 'zoneUnnamed';
  }
  if (before.some((other) => other.zone_id.trim() === id.trim())) {
    return 'zoneTwice';
  }
  if (corners.length < (line ? 2 : 3)) {
    return 'zoneFew';
  }
  if (corners.length > MOST_CORNERS) {
    return 'zoneMany';
  }
  return corners.length > 2 && crosses(corners) ? 'zoneCrossing' : null;
}
