// What another page would take for the same: age by npm's age-encryption, and rows put bare in one strict transaction.
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';

const database = (name) => new Promise((done, failed) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore('rows');
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

globalThis.peer = async (secret, rows, size) => {
  const file = new Uint8Array(await (await fetch('./bundle.age')).arrayBuffer());
  const time = async (work) => {
    const began = performance.now();
    const result = await work();
    return [performance.now() - began, result];
  };
  const decrypter = new Decrypter();
  decrypter.addIdentity(secret);
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(secret));
  // Once to warm up.
  const plain = await decrypter.decrypt(file);
  await encrypter.encrypt(plain);
  const [opened] = await time(() => decrypter.decrypt(file));
  const [sealed] = await time(() => encrypter.encrypt(plain));

  const db = await database('bare');
  const row = crypto.getRandomValues(new Uint8Array(size));
  const [put] = await time(() => new Promise((done, failed) => {
    const transaction = db.transaction('rows', 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore('rows');
    for (let number = 0; number < rows; number += 1) {
      const key = new Uint8Array(32);
      new DataView(key.buffer).setUint32(0, number);
      store.put(row, key);
    }
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error);
  }));
  return { opened, sealed, put };
};
