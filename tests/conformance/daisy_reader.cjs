// Opens DAISY books with the engine of Thorium (Readium's r2-shared-js), and shows as JSON
// what it finds of each: {title, seconds, toc: [[level, title, place]], played: [[text, sound]]}.
const source = "r2-shared-js/dist/es8-es2017/src/";
const converters = require(`${source}init-globals`);
const { PublicationParsePromise } = require(`${source}parser/publication-parser`);
const { lazyLoadMediaOverlays } = require(`${source}parser/epub-daisy-common`);

const lines = (links, level) =>
  (links || []).flatMap((link) => [
    [level, link.Title, link.Href],
    ...lines(link.Children, level + 1),
  ]);

const pairs = (node) => [
  ...(node.Text ? [[node.Text, node.Audio]] : []),
  ...(node.Children || []).flatMap(pairs),
];

async function read(path) {
  const book = await PublicationParsePromise(path);
  const played = [];
  for (const { MediaOverlays } of book.Spine) {
    await lazyLoadMediaOverlays(book, MediaOverlays);
    played.push(...pairs(MediaOverlays));
  }
  const { Title: title, Duration: seconds } = book.Metadata;
  return { title, seconds, toc: lines(book.TOC, 1), played };
}

async function main(paths) {
  converters.initGlobalConverters_SHARED();
  converters.initGlobalConverters_GENERIC();
  const books = [];
  for (const path of paths) books.push(await read(path));
  return books;
}

main(process.argv.slice(2)).then(
  (books) => process.stdout.write(JSON.stringify(books)),
  (error) => {
    process.stderr.write(`${error.stack || error}\n`);
    process.exitCode = 1;
  },
);
