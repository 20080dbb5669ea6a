// Say sentences one after the other, each in the parts that come; the next is made while one is heard.
import { ask, base } from "./atelier.js";

const audio = new Audio();
let turn = null;

async function fetched(address, number) {
  const mark = address.includes("?") ? "&" : "?";
  const answer = await ask(`${base}${address}${mark}morceau=${number}`);
  return { sound: await answer.blob(), goesOn: answer.headers.has("X-Suite") };
}

async function* parts(addresses) {
  for (const [place, address] of addresses.entries()) {
    for (let number = 0, goesOn = true; goesOn; number++) {
      const found = await fetched(address, number);
      goesOn = found.goesOn;
      yield { sound: found.sound, place };
    }
  }
}

function heard(sound) {
  const url = URL.createObjectURL(sound);
  return new Promise((done, failed) => {
    audio.onended = audio.onpause = () => done();
    audio.onerror = () => failed(new Error("Ce navigateur n’a pas pu jouer le son."));
    audio.src = url;
    audio.play().catch(failed);
  }).finally(() => URL.revokeObjectURL(url));
}

export function stop() {
  turn = null;
  audio.pause();
}

// Say what each address gives; `at` is told the place of the one that is heard, -1 at the end.
export async function say(addresses, at = () => {}) {
  stop();
  const mine = turn = {};
  const all = parts(addresses);
  try {
    for (let next = all.next(); turn === mine;) {
      const { value, done } = await next;
      if (done || turn !== mine) break;
      next = all.next();
      next.catch(() => {}); // told when its turn comes
      at(value.place);
      await heard(value.sound);
    }
  } finally {
    if (turn === mine || !turn) at(-1);
    if (turn === mine) turn = null;
  }
}

export const speaks = () => turn !== null;
